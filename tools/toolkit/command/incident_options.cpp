// SPDX-License-Identifier: MIT
#include "toolkit/command/incident_options.hpp"

#include <utility>

#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

/// Where a command leaves something empty, it takes what is common.
Option completed(Option own, const Option& common) {
    own.type = common.type;
    own.list = common.list;
    own.geometry = common.geometry;
    own.holds_date = common.holds_date;
    for (std::string Option::*text :
         {&Option::name, &Option::value, &Option::help, &Option::parent}) {
        if ((own.*text).empty()) {
            own.*text = common.*text;
        }
    }
    return own;
}

} // namespace

void declare_incident_layer(OptionList& options, IncidentLayerOptions& o, Option own) {
    options.add(
        completed(std::move(own),
                  {.name = "--incidents",
                   .type = OptionType::layer,
                   .value = "LAYER",
                   .help = "Incident points; a table needs ⟨--x⟩, ⟨--y⟩ and ⟨--points-crs⟩.",
                   .geometry = LayerGeometry::incidents}),
        &o.layer);
}

void declare_incident_where(OptionList& options, IncidentLayerOptions& o, Option own) {
    options.add(completed(std::move(own),
                          {.name = "--where",
                           .type = OptionType::sql,
                           .value = "SQL",
                           .help = "Condition that selects incidents, such as \"type='Burglary'\".",
                           .parent = "--incidents"}),
                &o.where);
}

void declare_date_field(OptionList& options, IncidentLayerOptions& o, Option own) {
    options.add(
        completed(
            std::move(own),
            {.name = "--date-field",
             .type = OptionType::field,
             .list = true,
             .value = "FIELD",
             .help =
                 "Field of the incidents with their date: Date, DateTime, text (ISO 8601, also YYYY-MM; UK, US or other forms where the field shows which) or numbers of Excel or of milliseconds. Fields of year, month and day: YEAR,MONTH,DAY.",
             .parent = "--incidents",
             .holds_date = true}),
        &o.date_field);
}

void declare_type_field(OptionList& options, IncidentLayerOptions& o, Option own) {
    options.add(
        completed(
            std::move(own),
            {.name = "--type-field",
             .type = OptionType::field,
             .value = "FIELD",
             .help =
                 "Field of the incidents with their crime type. Without it all are one type, 'all'.",
             .parent = "--incidents"}),
        &o.type_field);
}

void declare_coordinates(OptionList& options, IncidentLayerOptions& o, const std::string& parent,
                         const std::vector<std::string>& goes_with) {
    options.add(
        {.name = "--x",
         .type = OptionType::field,
         .value = "FIELD",
         .help = "Column with the x coordinate (easting, longitude) of a layer without geometry.",
         .parent = parent,
         .goes_with = goes_with,
         .advanced = true},
        &o.x);
    options.add(
        {.name = "--y",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Column with the y coordinate (northing, latitude). A column that holds both, as (latitude, longitude) or POINT (x y), is given as ⟨--x⟩ and ⟨--y⟩.",
         .parent = parent,
         .goes_with = goes_with,
         .advanced = true},
        &o.y);
    options.add({.name = "--points-crs",
                 .type = OptionType::crs,
                 .value = "CRS",
                 .help = "Coordinate system of ⟨--x⟩ and ⟨--y⟩, such as EPSG:27700 or EPSG:4326.",
                 .goes_with = goes_with,
                 .advanced = true},
                &o.points_crs);
}

void declare_time_zone(OptionList& options, IncidentLayerOptions& o, Option own) {
    own.advanced = true;
    options.add(
        completed(
            std::move(own),
            {.name = "--time-zone",
             .type = OptionType::text,
             .value = "ZONE",
             .help =
                 "Turns date-times with UTC or an offset into local time of this zone (Europe/London, +02:00). Without it they count as written."}),
        &o.time_zone);
}

void declare_date_format(OptionList& options, IncidentLayerOptions& o, Option own) {
    own.advanced = true;
    options.add(
        completed(
            std::move(own),
            {.name = "--date-format",
             .type = OptionType::text,
             .value = "FORMAT",
             .help =
                 "How dates are written in texts and numbers, if the field itself does not show it: day-first, month-first, epoch-ms, epoch-s, excel, iso, or codes such as %d/%m/%Y %H:%M."}),
        &o.date_format);
}

void declare_bad_dates(OptionList& options, IncidentLayerOptions& o, Option own) {
    own.advanced = true;
    options.add(
        completed(
            std::move(own),
            {.name = "--skip-bad-dates",
             .type = OptionType::flag,
             .help =
                 "Leaves out and counts incidents whose date cannot be read, instead of stopping."}),
        &o.skip_bad_dates);
}

Option assumed_crs_option(Option own) {
    own.advanced = true;
    return completed(std::move(own), {.name = "--assume-crs",
                                      .type = OptionType::crs,
                                      .value = "CRS",
                                      .help = "Coordinate system of layers that have none."});
}

void check_incident_layer(const IncidentLayerOptions& o, const std::string& assumed_crs) {
    if (o.x.empty() != o.y.empty() || (o.x.empty() && !o.points_crs.empty())) {
        throw UsageError(
            "⟨--x⟩, ⟨--y⟩ and ⟨--points-crs⟩ go together: two columns and their coordinate system (for a layer without a system use ⟨--assume-crs⟩)");
    }
    if (!o.x.empty() && o.points_crs.empty() && assumed_crs.empty()) {
        throw UsageError(
            "⟨--points-crs⟩ is missing: the coordinate system of ⟨--x⟩ and ⟨--y⟩, such as EPSG:27700 or EPSG:4326");
    }
}

IncidentLayer incident_layer(const IncidentLayerOptions& o, const std::optional<Crs>& assumed_crs) {
    return {.layer = o.layer.empty() ? LayerReference() : *o.layer,
            .where = o.where,
            .date_field = o.date_field,
            .type_field = o.type_field,
            .id_field = o.id_field,
            .coordinates = o.x.empty() ? std::nullopt : std::optional(CoordinateFields{o.x, o.y}),
            .points_crs = o.points_crs.value(),
            .assumed_crs = assumed_crs,
            .time_zone = o.time_zone.value(),
            .date_format = o.date_format.value(),
            .skip_bad_dates = o.skip_bad_dates};
}

} // namespace toolkit
