// SPDX-License-Identifier: MIT
#include "crime_source_options.hpp"

#include <utility>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "option_values.hpp"

namespace crims_tool {

using toolkit::OptionType;
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
                 .default_text = default_force},
                &o.force);
    options.add({.name = "--from",
                 .type = OptionType::date,
                 .value = "YYYY-MM",
                 .help = "First month.",
                 .required = true},
                &o.from);
    options.add({.name = "--to",
                 .type = OptionType::date,
                 .value = "YYYY-MM",
                 .help = "Last month, included.",
                 .required = true},
                &o.to);
    options.add({.name = "--incidents",
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Incidents with a date and a place, in place of --crimes.",
                 .advanced = true},
                &o.incidents);
    options.add({.name = "--where",
                 .type = OptionType::sql,
                 .value = "SQL",
                 .help = "Condition that selects incidents.",
                 .parent = "--incidents",
                 .advanced = true},
                &o.where);
    options.add({.name = "--date-field",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of the incidents with their date: Date, DateTime, or text in ISO "
                         "8601 (also YYYY-MM).",
                 .parent = "--incidents",
                 .advanced = true},
                &o.date_field);
    options.add({.name = "--type-field",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of the incidents with their crime type. Without it all are one "
                         "type, 'all'.",
                 .parent = "--incidents",
                 .advanced = true},
                &o.type_field);
    options.add({.name = "--x",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Column with the x coordinate (easting, longitude) of incidents without "
                         "geometry.",
                 .parent = "--incidents",
                 .advanced = true},
                &o.x);
    options.add({.name = "--y",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Column with the y coordinate (northing, latitude).",
                 .parent = "--incidents",
                 .advanced = true},
                &o.y);
    options.add({.name = "--points-crs",
                 .type = OptionType::crs,
                 .value = "CRS",
                 .help = "Coordinate system of --x and --y, such as EPSG:27700 or EPSG:4326.",
                 .advanced = true},
                &o.points_crs);
    options.add({.name = "--time-zone",
                 .type = OptionType::text,
                 .value = "ZONE",
                 .help =
                     "Turns date-times that carry UTC or an offset into local time of this zone "
                     "(Europe/London, +02:00).",
                 .advanced = true},
                &o.time_zone);
}

void check_crime_source(const CrimeSourceOptions& o, const std::string& assume_crs) {
    if (o.crimes.empty() == o.incidents.empty()) {
        throw UsageError("give either --crimes (with --force) or --incidents (with --date-field)");
    }
    if (!o.incidents.empty()) {
        layer_option(o.incidents, "--incidents");
        if (o.date_field.empty()) {
            throw UsageError("--incidents needs --date-field");
        }
    }
    for (const auto& [value, name] : {std::pair{&o.where, "--where"},
                                      {&o.date_field, "--date-field"},
                                      {&o.type_field, "--type-field"},
                                      {&o.x, "--x"},
                                      {&o.y, "--y"},
                                      {&o.points_crs, "--points-crs"}}) {
        require_with(*value, name, o.incidents, "--incidents");
    }
    require_together(o.x, "--x", o.y, "--y");
    require_with(o.points_crs, "--points-crs", o.x, "--x and --y");
    if (!o.x.empty() && o.points_crs.empty() && assume_crs.empty()) {
        throw UsageError("--points-crs is missing: the coordinate system of --x and --y, such as "
                         "EPSG:27700 or EPSG:4326");
    }
    time_zone_option(o.time_zone);
    constexpr std::size_t most_months = 1200;
    if (months_of(o).size() > most_months) {
        throw UsageError(
            fmt::format("--from {} --to {}: that is more than a hundred years", o.from, o.to));
    }
}

MonthRange months_of(const CrimeSourceOptions& o) {
    return parse_months(o.from, o.to);
}

IncidentLayer incident_layer(const CrimeSourceOptions& o, const std::string& assume_crs) {
    IncidentLayer layer{.layer = layer_option(o.incidents, "--incidents"),
                        .where = o.where,
                        .date_field = o.date_field,
                        .type_field = o.type_field,
                        .with_places = true,
                        .points_crs = crs_option(o.points_crs, "--points-crs"),
                        .assumed_crs = crs_option(assume_crs, "--assume-crs"),
                        .time_zone = time_zone_option(o.time_zone)};
    if (!o.x.empty()) {
        layer.coordinates = toolkit::CoordinateFields{o.x, o.y};
    }
    return layer;
}

} // namespace crims_tool
