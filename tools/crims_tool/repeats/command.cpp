// SPDX-License-Identifier: MIT
#include "crims_tool/repeats/command.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "crims_tool/records/dated_places.hpp"
#include "crims_tool/records/repeat_table.hpp"
#include "toolkit/command/recorded_parameters.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;
using Json = nlohmann::ordered_json;

/// A crime type's table of pairs, and what it suggests.
struct ShownRepeats {
    crims::KnoxTable table;
    TypeRepeats repeats;
};

std::string distance_text(const std::vector<double>& ends, std::size_t band) {
    if (ends[band] == 0) {
        return "same place";
    }
    return band == 0 ? fmt::format("up to {} m", ends[band])
                     : fmt::format("{} to {} m", ends[band - 1], ends[band]);
}

std::string days_text(const std::vector<int>& ends, std::size_t band) {
    const int first = band == 0 ? 0 : ends[band - 1] + 1;
    return first == ends[band] ? fmt::format("{} days", first)
                               : fmt::format("{} to {} days", first, ends[band]);
}

/// Of a Gaussian with a standard deviation of 1 along each axis: the root of pi / 2.
constexpr double mean_distance = 1.2533141373155003;

/// What a cell's pairs are to those expected, and whether they are more than chance gives.
std::string ratio_text(const crims::KnoxTable& table, std::size_t distance, std::size_t days) {
    const std::size_t at = (distance * table.bands.days.size()) + days;
    constexpr double least_expected = 5;
    constexpr double far = 1.6449; // 5 in 100, one-sided
    if (table.expected[at] < least_expected) {
        return "-";
    }
    const double z = (table.pairs[at] - table.expected[at]) / std::sqrt(table.expected[at]);
    return fmt::format("{:.2f}{}", table.ratio(distance, days), z > far ? "*" : " ");
}

/// What follows a crime, in words.
std::string verdict_text(const crims::RepeatFit& fit) {
    using enum crims::RepeatVerdict;
    if (fit.verdict == unknown) {
        return fit.ratio_error > 0
                   ? fmt::format("  Not clearly more pairs than chance gives, but a ratio below "
                                 "{:.2f} would not show here.\n",
                                 2 * fit.ratio_error)
                   : "  Too few crimes to tell whether crimes follow crimes.\n";
    }
    if (fit.verdict == none) {
        return fmt::format("  Not clearly more pairs than chance gives: no near repeats (ratio "
                           "below {:.2f}).\n",
                           2 * fit.ratio_error);
    }
    const crims::NearRepeat& law = fit.law;
    const crims::NearRepeat& error = fit.standard_error;
    return fmt::format(
        "  Each crime is followed by {:.3f} others (± {:.3f}), after {:.1f} days (± {:.1f}) on average; "
        "{:.0f} % (± {:.0f}) of them at the same place, the others about {:.0f} m (± {:.0f}) away.\n",
        law.ratio, error.ratio, law.mean_lag_days, error.mean_lag_days, 100 * law.same_place,
        100 * error.same_place, mean_distance * law.spread, mean_distance * error.spread);
}

std::string table_text(const ShownRepeats& type) {
    const crims::KnoxBands& bands = type.table.bands;
    std::string text = fmt::format("\n{}: {} crimes\n  {:<14}", type.repeats.crime_type,
                                   toolkit::grouped_number(type.table.events), "");
    for (std::size_t band = 0; band < bands.days.size(); ++band) {
        text += fmt::format("{:>15}", days_text(bands.days, band));
    }
    text += "\n";
    for (std::size_t distance = 0; distance < bands.distances.size(); ++distance) {
        text += fmt::format("  {:<14}", distance_text(bands.distances, distance));
        for (std::size_t band = 0; band < bands.days.size(); ++band) {
            text += fmt::format("{:>15}", ratio_text(type.table, distance, band));
        }
        text += "\n";
    }
    return text + verdict_text(type.repeats.fit);
}

const char* verdict_name(crims::RepeatVerdict verdict) {
    using enum crims::RepeatVerdict;
    return verdict == clear ? "clear" : verdict == none ? "none" : "unknown";
}

Json table_json(const ShownRepeats& type) {
    const crims::KnoxBands& bands = type.table.bands;
    Json cells = Json::array();
    for (std::size_t distance = 0; distance < bands.distances.size(); ++distance) {
        for (std::size_t band = 0; band < bands.days.size(); ++band) {
            const std::size_t at = (distance * bands.days.size()) + band;
            cells.push_back({{"distance_to", bands.distances[distance]},
                             {"days_to", bands.days[band]},
                             {"pairs", type.table.pairs[at]},
                             {"expected", type.table.expected[at]},
                             {"ratio", type.table.ratio(distance, band)}});
        }
    }
    const crims::RepeatFit& fit = type.repeats.fit;
    const auto numbers = [](const crims::NearRepeat& law) {
        return Json{{"ratio", law.ratio},
                    {"mean_days", law.mean_lag_days},
                    {"spread_m", law.spread},
                    {"same_place", law.same_place}};
    };
    Json near_repeat = numbers(fit.law);
    near_repeat["verdict"] = verdict_name(fit.verdict);
    near_repeat["standard_error"] = numbers(fit.standard_error);
    near_repeat["ratio_error"] = fit.ratio_error;
    near_repeat["pairs"] = fit.pairs;
    return {{"crime_type", type.repeats.crime_type},
            {"crimes", type.table.events},
            {"near_repeat", std::move(near_repeat)},
            {"cells", std::move(cells)}};
}

} // namespace

toolkit::CommandDescription RepeatsCommand::description() const {
    return {
        .name = "repeats",
        .summary =
            "tells how much more often than by chance crimes follow crimes at or near their place",
        .description =
            {"Counts pairs of crimes of one type by how far apart they are in space and time (Knox 1964), and divides by the number that would be expected if times did not depend on places: the pairs of that distance, times the share of all pairs that are so many days apart. A ratio of 1.4 means 40 % more than by chance; a star marks ratios that chance alone would give in fewer than 5 of 100 cases.",
             "Below each table the report says how many crimes follow each crime, how soon and how far away, with standard errors. This is fitted to the pairs up to 1 km and 60 days apart (Mohler et al. 2011). The pairs 400 m to 1 km apart show what is not a repeat: places where crime lasts, seasons, and local ups and downs by month and half-year. ⟨--output⟩ writes a table of this for ⟨crims calibrate --repeats⟩, and ⟨crims simulate --near-repeat⟩ then draws it type by type.",
             "Rows of the same crime type, place and minute count once: they are several victims of one crime. The dates must have days: data.police.uk has months only."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a date"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims repeats --incidents \"samples/town.gpkg|layername=incidents\" --date-field occurred --type-field type --output repeats.csv"}};
}

void RepeatsCommand::declare(toolkit::OptionList& options) {
    RepeatsOptions& o = m_options;
    options.group("Incidents");
    toolkit::declare_incident_layer(
        options, o.incidents, {.help = "Incidents with a day and a place.", .required = true});
    toolkit::declare_incident_where(options, o.incidents, {.advanced = true});
    toolkit::declare_date_field(options, o.incidents, {.required = true});
    options.add(
        {.name = "--time-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field with the time of day, if it is not in ⟨--date-field⟩. Times tell the victims of one crime from two crimes.",
         .parent = "--incidents",
         .advanced = true},
        &o.time_field);
    toolkit::declare_type_field(options, o.incidents);
    toolkit::declare_coordinates(options, o.incidents);
    toolkit::declare_time_zone(options, o.incidents);
    toolkit::declare_date_format(options, o.incidents);
    toolkit::declare_assumed_crs(options, o.assume_crs);
    options.group("Bands");
    options.add({.name = "--distances",
                 .type = OptionType::number,
                 .list = true,
                 .value = "METRES",
                 .help = "Ends of the bands of distance, ascending; 0 is the very place.",
                 .range = {.least = 0, .most = 1e6},
                 .unit = "metres",
                 .default_text = "0,100,200,300,600"},
                &o.distances);
    options.add({.name = "--days",
                 .type = OptionType::integer,
                 .list = true,
                 .value = "DAYS",
                 .help = "Ends of the bands of time, ascending whole numbers.",
                 .range = {.least = 0, .most = 36500},
                 .unit = "days",
                 .default_text = "7,14,30,60"},
                &o.days);
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_file,
                 .value = "TABLE.csv",
                 .help = "How crimes follow crimes, by crime type, as a table for "
                         "⟨crims calibrate --repeats⟩; - for standard output.",
                 .endings = {"csv"}},
                &o.output);
    declare_result_files(options, o.files);
}

void RepeatsCommand::check() {
    const RepeatsOptions& o = m_options;
    const auto ascending = [](const auto& ends) {
        return std::adjacent_find(ends.begin(), ends.end(), std::greater_equal<>()) == ends.end();
    };
    if (o.distances.size() < 2 || o.distances.front() != 0 || !ascending(o.distances)) {
        throw UsageError(
            fmt::format("⟨--distances⟩ {}: expected 0 and further distances, ascending",
                        fmt::join(o.distances, ",")));
    }
    if (o.days.size() < 2 || !ascending(o.days)) {
        throw UsageError(fmt::format("⟨--days⟩ {}: expected two whole numbers or more, ascending",
                                     fmt::join(o.days, ",")));
    }
    toolkit::check_incident_layer(o.incidents, o.assume_crs);
}

int RepeatsCommand::run(toolkit::Console& console) {
    const RepeatsOptions& o = m_options;
    toolkit::require_outputs_apart({{"--output", o.output}, {"--json", o.files.json}},
                                   {o.incidents.layer->path});
    require_writable(o.files);
    if (!o.output.empty()) {
        toolkit::OutputFile::require_writable(o.output, o.files.overwrite);
    }
    const IncidentColumns incidents =
        read_incident_columns(toolkit::incident_layer(o.incidents, o.assume_crs.value()),
                              {.with_places = true, .time_field = o.time_field}, console);
    console.end_progress();
    const DatedPlaces found = dated_places(incidents);
    if (found.without_day + found.without_place > 0) {
        console.warn(
            fmt::format("{}: {} incidents with only a month and {} without a place were left out.",
                        incidents.source, found.without_day, found.without_place));
    }
    if (found.repeated_rows > 0) {
        console.warn(fmt::format(
            "{}: {} rows have the type, place and minute of another and count with it as one crime.",
            incidents.source, found.repeated_rows));
    }
    const crims::KnoxBands bands{.distances = o.distances, .days = o.days};
    std::string text;
    Json types = Json::array();
    const std::vector<TypeRepeats> repeats = fitted_repeats(found.types);
    for (std::size_t i = 0; i < repeats.size(); ++i) {
        const ShownRepeats shown{.table = crims::knox_table(found.types[i].events, bands),
                                 .repeats = repeats[i]};
        text += table_text(shown);
        types.push_back(table_json(shown));
    }
    std::optional<toolkit::OutputFile> table;
    if (!o.output.empty()) {
        table.emplace(o.output, repeat_table_csv(repeats), o.files.overwrite);
    }
    publish_result(o.files,
                   {{"crime_types", std::move(types)},
                    {"incidents",
                     {{"read", incidents.size()},
                      {"without_day", found.without_day},
                      {"without_place", found.without_place},
                      {"repeated_rows", found.repeated_rows}}},
                    {"parameters", toolkit::parameters_json(recorded())}},
                   [&table] {
                       if (table) {
                           table->publish();
                       }
                   });
    if (o.output != "-" && o.files.json != "-") {
        toolkit::write_standard_output(text.substr(1));
    }
    return 0;
}

} // namespace crims_tool
