// SPDX-License-Identifier: MIT
#include "crims_tool/options/input_options.hpp"

namespace crims_tool {

using toolkit::OptionType;

void declare_model(toolkit::OptionList& options, std::string& model) {
    options.add({.name = "--model",
                 .type = OptionType::file,
                 .value = "FILE",
                 .help = "Model written by ⟨crims calibrate⟩.",
                 .required = true},
                &model);
}

void declare_months(toolkit::OptionList& options, MonthRange& months) {
    options.add({.name = "--from",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "First month.",
                 .required = true},
                &months.from);
    options.add({.name = "--to",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "Last month, included.",
                 .required = true},
                &months.to);
}

void declare_holidays(toolkit::OptionList& options,
                      toolkit::Given<toolkit::LayerReference>& holidays) {
    options.add(
        {.name = "--holidays",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "Table with a column date: public holidays, whose crime has the rhythm of a Sunday.",
         .advanced = true},
        &holidays);
}

void declare_zones(toolkit::OptionList& options, ZoneOptions& o, toolkit::Option zones,
                   toolkit::Option field) {
    zones.name = "--zones";
    zones.type = OptionType::layer;
    zones.value = "LAYER";
    zones.geometry = toolkit::LayerGeometry::polygons;
    field.name = "--zone-field";
    field.type = OptionType::field;
    field.value = "FIELD";
    field.parent = "--zones";
    if (!zones.required) {
        zones.goes_with = {"--zone-field"};
        field.goes_with = {"--zones"};
    }
    options.add(zones, &o.layer);
    options.add(field, &o.field);
}

std::string path_of(const toolkit::Given<toolkit::LayerReference>& layer) {
    return path_of(layer.value());
}

std::string path_of(const std::optional<toolkit::LayerReference>& layer) {
    return layer ? layer->path : std::string();
}

} // namespace crims_tool
