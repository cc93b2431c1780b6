// SPDX-License-Identifier: MIT
#include "crims_tool/rhythm/command.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/records/holidays.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/text/csv_text.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

namespace {

using toolkit::csv_cell;
using toolkit::OptionType;

std::string table_csv(const WeeklyCounts& week) {
    std::string csv = "crime_type,hour,count,total,weight\n";
    for (const WeeklyCount& type : week.crime_types) {
        for (std::size_t hour = 0; hour < type.counts.size(); ++hour) {
            csv += fmt::format("{},{},{},{},{}\n", csv_cell(type.crime_type), hour,
                               type.counts.at(hour), type.total(), type.weights.at(hour));
        }
    }
    return csv;
}

nlohmann::ordered_json result_json(const WeeklyCounts& week, const IncidentColumns& incidents) {
    nlohmann::ordered_json json;
    std::uint64_t used = 0;
    json["crime_types"] = nlohmann::ordered_json::array();
    for (const WeeklyCount& type : week.crime_types) {
        json["crime_types"].push_back({{"crime_type", type.crime_type},
                                       {"total", type.total()},
                                       {"counts", type.counts},
                                       {"weights", type.weights}});
        used += type.total();
    }
    json["first_day"] = wdd::iso_date(week.first_day);
    json["last_day"] = wdd::iso_date(week.last_day);
    json["incidents"] = {
        {"read", incidents.size() + incidents.without_date + incidents.without_type},
        {"used", used},
        {"without_date", incidents.without_date},
        {"without_type", incidents.without_type},
        {"without_time", incidents.size() - used}};
    return json;
}

std::string summary(const WeeklyCounts& week, const std::string& output) {
    std::uint64_t used = 0;
    for (const WeeklyCount& type : week.crime_types) {
        used += type.total();
    }
    return fmt::format("{} incidents of {} crime type{} from {} to {}: {}\n", used,
                       week.crime_types.size(), week.crime_types.size() == 1 ? "" : "s",
                       wdd::iso_date(week.first_day), wdd::iso_date(week.last_day), output);
}

} // namespace

toolkit::CommandDescription RhythmCommand::description() const {
    return {
        .name = "rhythm",
        .summary = "counts incidents over the week, by crime type",
        .description =
            {"Counts incidents by the 168 hours of the week, in local civil time of occurrence: hour 24 x weekday (Monday 0) + hour of the day. The table has the columns crime_type, hour, count, total and weight; the 168 weights of a crime type have mean 1. ⟨crims calibrate --rhythm⟩ reads it, and also a table with a column period, of 21 periods of eight hours a week.",
             "Where incidents are few, weights are smoothed, and those of a rare crime type are close to those of all crime. How much to smooth is found by leaving out one incident at a time, so rates do not jump from one hour to the next by chance.",
             "Where the incidents span less than 53 weeks, weekdays that occur more often in that span count less in proportion."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a date; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims rhythm --incidents \"samples/town.gpkg|layername=incidents\" --date-field occurred --output rhythm.csv"}};
}

void RhythmCommand::declare(toolkit::OptionList& options) {
    RhythmOptions& o = m_options;
    options.group("Incidents");
    toolkit::declare_incident_layer(
        options, o.incidents,
        {.help = "Incidents with date and time. A table without places is enough.",
         .required = true});
    toolkit::declare_incident_where(options, o.incidents, {.advanced = true});
    toolkit::declare_date_field(
        options, o.incidents,
        {.help = "Field with the date and time: DateTime, or text.", .required = true});
    options.add(
        {.name = "--time-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field with the time of day, if it is not in ⟨--date-field⟩: HH:MM, HH:MM:SS, with or without AM or PM, hours, or numbers such as 2130.",
         .parent = "--incidents",
         .advanced = true},
        &o.time_field);
    toolkit::declare_type_field(options, o.incidents);
    toolkit::declare_time_zone(options, o.incidents);
    toolkit::declare_date_format(options, o.incidents);
    declare_holidays(options, o.holidays);
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_file,
                 .value = "TABLE.csv",
                 .help = "The table as CSV; - for standard output.",
                 .endings = {"csv"},
                 .required = true},
                &o.output);
    declare_result_files(options, o.files);
}

void RhythmCommand::require_outputs() const {
    const RhythmOptions& o = m_options;
    toolkit::require_outputs_apart({{"--output", o.output}, {"--json", o.files.json}},
                                   {o.incidents.layer->path, path_of(o.holidays)});
    toolkit::OutputFile::require_writable(o.output, o.files.overwrite);
    require_writable(o.files);
}

int RhythmCommand::run(toolkit::Console& console) {
    const RhythmOptions& o = m_options;
    require_outputs();
    const IncidentColumns incidents = read_incident_columns(toolkit::incident_layer(o.incidents),
                                                            {.time_field = o.time_field}, console);
    crims::LocalCalendar calendar;
    if (!o.holidays.empty()) {
        calendar.holidays = read_holidays(o.holidays);
    }
    WeeklyCounts week = count_week(incidents, calendar);
    if (incidents.without_date + incidents.without_type > 0) {
        week.warnings.push_back(fmt::format(
            "{}: {} incidents without a date and {} without a crime type were left out.",
            incidents.source, incidents.without_date, incidents.without_type));
    }
    for (const std::string& warning : week.warnings) {
        console.warn(warning);
    }
    nlohmann::ordered_json json = result_json(week, incidents);
    json["warnings"] = week.warnings;
    json["parameters"] = toolkit::parameters_json(recorded());
    toolkit::OutputFile table(o.output, table_csv(week), o.files.overwrite);
    publish_result(o.files, std::move(json), [&table] { table.publish(); });
    if (o.output != "-" && o.files.json != "-") {
        toolkit::write_standard_output(summary(week, o.output));
    }
    return 0;
}

} // namespace crims_tool
