// SPDX-License-Identifier: MIT
#include "wdd_tool/study/zone_weights.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::OptionType;
using toolkit::UsageError;

constexpr std::array zone_names{"response area", "control area", "area around the response area",
                                "area around the control area"};

std::size_t number(wdd::Zone zone) {
    return static_cast<std::size_t>(zone);
}

std::array<double, 4> square_metres(const wdd::ZoneGeometry& zones, const StudyAreas& areas) {
    std::array<double, 4> sizes{};
    for (const wdd::Zone zone : wdd::all_zones) {
        if (const auto& polygon = zones.polygons[zone]) {
            sizes.at(number(zone)) = polygon->area() * areas.square_metres_a_unit();
        }
    }
    return sizes;
}

double people_of(const OGRFeature& feature, int field, const toolkit::Layer& layer) {
    const double people = feature.IsFieldSetAndNotNull(field) ? feature.GetFieldAsDouble(field) : 0;
    if (!std::isfinite(people) || people < 0) {
        throw DataError(fmt::format("{}: feature {} has {} people, which is not a number of people",
                                    layer.text(), feature.GetFID(), people));
    }
    return people;
}

/// Each polygon's people, by the share of it that lies in a zone.
std::array<double, 4> people(const ZoneWeightOptions& o, const wdd::ZoneGeometry& zones,
                             const StudyAreas& areas, const std::optional<toolkit::Crs>& assumed) {
    const toolkit::Layer layer = toolkit::Layer::open(*o.population, "");
    const int field = layer.field_index(o.field, "--population-field");
    const toolkit::Crs from = layer.crs(assumed);
    toolkit::PolygonFeatures all = toolkit::read_polygons(layer);
    std::array<double, 4> sizes{};
    std::vector<std::string> repairs;
    for (toolkit::FeaturePointer& feature : all.features) {
        const double there = people_of(*feature, field, layer);
        toolkit::PolygonFeatures one;
        one.features.push_back(std::move(feature));
        const wdd::Area area = toolkit::dissolved_area(layer, one, from, areas.crs, repairs);
        if (!(there > 0 && area.area() > 0)) {
            continue;
        }
        for (const wdd::Zone zone : wdd::all_zones) {
            if (const auto& polygon = zones.polygons[zone]) {
                sizes.at(number(zone)) += there * wdd::shared_area(area, *polygon) / area.area();
            }
        }
    }
    for (const wdd::Zone zone : wdd::all_zones) {
        if (zones.polygons[zone] && !(sizes.at(number(zone)) > 0)) {
            throw DataError(fmt::format(
                "{} (⟨--population⟩): nobody lives in the {}, so its incidents cannot be compared by people; choose another area, or ⟨--area-weights area⟩",
                layer.text(), zone_names.at(number(zone))));
        }
    }
    return sizes;
}

/// "response area 1,234, control area 2,345".
std::string sizes_text(const ZoneWeightOptions& o, const wdd::ZoneGeometry& zones,
                       const std::array<double, 4>& sizes, const wdd::AreaUnit& unit) {
    std::string text;
    for (const wdd::Zone zone : wdd::all_zones) {
        if (zones.polygons[zone]) {
            const double size = sizes.at(number(zone));
            text += fmt::format(
                "{}{} {}", text.empty() ? "" : ", ", zone_names.at(number(zone)),
                o.by == ZoneWeighting::people
                    ? fmt::format("{} people", toolkit::grouped_number(std::round(size)))
                    : wdd::wide_size_text(size, unit, 2));
        }
    }
    return text;
}

} // namespace

void declare_zone_weights(toolkit::OptionList& options, ZoneWeightOptions& o) {
    options.group("Sizes of the areas");
    options.add_choice<ZoneWeighting>(
        {.name = "--area-weights",
         .value = "BY",
         .help =
             "Compares the areas by their size: area divides the counts of each zone by its area, people by the people of ⟨--population⟩ who live there. Estimates are then incidents in an area as large as the response area. There is no forecast with such weights.",
         .default_text = "none",
         .advanced = true},
        {{"none", ZoneWeighting::none},
         {"area", ZoneWeighting::area},
         {"people", ZoneWeighting::people}},
        &o.by);
    options.add(
        {.name = "--population",
         .type = OptionType::layer,
         .value = "LAYER",
         .help =
             "Polygons with numbers of people, for ⟨--area-weights people⟩. The people of a polygon are spread evenly over it.",
         .geometry = toolkit::LayerGeometry::polygons,
         .advanced = true},
        &o.population);
    options.add({.name = "--population-field",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of ⟨--population⟩ with the number of people.",
                 .parent = "--population",
                 .default_text = "people",
                 .advanced = true},
                &o.field);
}

void check_zone_weights(const ZoneWeightOptions& o, double scale_control) {
    if (o.by != ZoneWeighting::none && scale_control != 1) {
        throw UsageError(
            "⟨--area-weights⟩ and ⟨--scale-control⟩ both scale the control area; give one of them");
    }
    if ((o.by == ZoneWeighting::people) != o.population.has_value()) {
        throw UsageError(
            "⟨--area-weights people⟩ and ⟨--population⟩, a layer of polygons with people, go together; give both or neither");
    }
}

ZoneWeights zone_weights(const ZoneWeightOptions& o, const wdd::ZoneGeometry& zones,
                         const StudyAreas& areas, const std::optional<toolkit::Crs>& assumed) {
    ZoneWeights result;
    if (o.by == ZoneWeighting::none) {
        return result;
    }
    result.sizes = o.by == ZoneWeighting::people ? people(o, zones, areas, assumed)
                                                 : square_metres(zones, areas);
    const auto weight = [&](wdd::Zone zone) {
        const double size = result.sizes.at(number(zone));
        return size > 0 ? size / result.sizes.at(number(wdd::Zone::treated)) : 1;
    };
    result.weights = {.treated = 1,
                      .control = weight(wdd::Zone::control),
                      .treated_displacement = weight(wdd::Zone::treated_displacement),
                      .control_displacement = weight(wdd::Zone::control_displacement)};
    result.note = fmt::format(
        "Counts are compared by {}: {}. Estimates are incidents in an area as large as the response area.",
        o.by == ZoneWeighting::people ? "people" : "area",
        sizes_text(o, zones, result.sizes, areas.area_unit));
    return result;
}

} // namespace wdd_tool
