// SPDX-License-Identifier: MIT
#include "crims_tool/options/crime_source_options.hpp"

#include <utility>

#include <fmt/format.h>

#include "toolkit/command/option_values.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::crs_option;
using toolkit::layer_option;
using toolkit::OptionType;
using toolkit::require_with;
using toolkit::time_zone_option;
using toolkit::UsageError;

void declare_crime_source(toolkit::OptionList& options, CrimeSourceOptions& o,
                          const std::string& default_force) {
    options.group("Crimes");
    options.add({.name = "--crimes",
                 .type = OptionType::file,
                 .value = "PATH",
                 .help = "The download of data.police.uk: the archive .zip, its address, or a "
                         "folder with its files."},
                &o.crimes);
    options.add({.name = "--force",
                 .type = OptionType::text,
                 .value = "NAME",
                 .help = "The force, by the name people use ('Avon & Somerset') or that of the "
                         "files ('avon-and-somerset').",
                 .default_words = default_force},
                &o.force);
    options.add({.name = "--from",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "First month.",
                 .required = true},
                &o.from);
    options.add({.name = "--to",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "Last month, included.",
                 .required = true},
                &o.to);
    toolkit::declare_incident_layer(
        options, o.incidents,
        {.help = "Incidents with a date and a place, in place of --crimes.", .advanced = true});
    toolkit::declare_incident_where(options, o.incidents, {.advanced = true});
    toolkit::declare_date_field(options, o.incidents, {.advanced = true});
    toolkit::declare_type_field(options, o.incidents, {.advanced = true});
    toolkit::declare_coordinates(options, o.incidents);
    toolkit::declare_time_zone(
        options, o.incidents,
        {.help = "Turns date-times of incidents that carry UTC or an offset into "
                 "local time of this zone (Europe/London, +02:00)."});
    toolkit::declare_date_format(options, o.incidents);
}

void declare_lookup(toolkit::OptionList& options, CrimeSourceOptions& o,
                    const std::string& default_words) {
    options.add({.name = "--lookup",
                 .type = OptionType::file,
                 .value = "TABLE",
                 .help = "Table with the columns LSOA and MSOA (or another zone under that name).",
                 .default_words = default_words},
                &o.lookup);
}

void check_crime_source(const CrimeSourceOptions& o) {
    const toolkit::IncidentLayerOptions& incidents = o.incidents;
    if (o.crimes.empty() == incidents.layer.empty()) {
        throw UsageError("give either --crimes (with --force) or --incidents (with --date-field "
                         "and --zones)");
    }
    if (!incidents.layer.empty() && incidents.date_field.empty()) {
        throw UsageError("--incidents needs --date-field and --zones");
    }
    for (const auto& [value, name] : {std::pair{&incidents.where, "--where"},
                                      {&incidents.date_field, "--date-field"},
                                      {&incidents.type_field, "--type-field"},
                                      {&incidents.x, "--x"},
                                      {&incidents.y, "--y"},
                                      {&incidents.points_crs, "--points-crs"}}) {
        require_with(*value, name, incidents.layer, "--incidents");
    }
    if (!incidents.layer.empty()) {
        toolkit::check_incident_layer(incidents, o.assume_crs);
        if (!o.lookup.empty()) {
            throw UsageError("--lookup goes with --crimes: incidents have no LSOA");
        }
    }
    if (!o.lookup.empty()) {
        layer_option(o.lookup, "--lookup");
    }
    time_zone_option(incidents.time_zone);
    constexpr std::size_t most_months = 1200;
    if (months_of(o).size() > most_months) {
        throw UsageError(
            fmt::format("--from {} --to {}: that is more than a hundred years", o.from, o.to));
    }
}

MonthRange months_of(const CrimeSourceOptions& o) {
    return parse_months(o.from, o.to);
}

IncidentLayer incident_layer(const CrimeSourceOptions& source) {
    const toolkit::IncidentLayerOptions& o = source.incidents;
    return {.layer = layer_option(o.layer, "--incidents"),
            .where = o.where,
            .date_field = o.date_field,
            .type_field = o.type_field,
            .with_places = true,
            .coordinates = toolkit::coordinate_fields(o),
            .points_crs = crs_option(o.points_crs, "--points-crs"),
            .assumed_crs = crs_option(source.assume_crs, "--assume-crs"),
            .time_zone = time_zone_option(o.time_zone),
            .date_format = toolkit::date_format_option(o.date_format)};
}

} // namespace crims_tool
