// SPDX-License-Identifier: MIT
#include "crims_tool/repeats/command.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "crims_tool/records/dated_places.hpp"
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

/// A crime type's table and what it suggests.
struct TypeRepeats {
    std::string crime_type;
    crims::KnoxTable table;
    crims::RepeatEstimate estimate;
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

std::string table_text(const TypeRepeats& type) {
    const crims::KnoxBands& bands = type.table.bands;
    std::string text = fmt::format("\n{}: {} crimes\n  {:<14}", type.crime_type,
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
    const crims::RepeatEstimate& found = type.estimate;
    if (!(found.ratio > 0)) {
        return text + "  Not clearly more pairs than chance gives: no near repeats.\n";
    }
    return text +
           fmt::format("  ⟨--near-repeat-ratio⟩ {:.3f} ⟨--near-repeat-days⟩ {:.1f} "
                       "⟨--near-repeat-spread⟩ {:.0f} (metres) ⟨--near-repeat-same-place⟩ {:.2f}\n",
                       found.ratio, found.mean_days, found.mean_distance, found.same_place);
}

Json table_json(const TypeRepeats& type) {
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
    const crims::RepeatEstimate& found = type.estimate;
    return {{"crime_type", type.crime_type},
            {"crimes", type.table.events},
            {"near_repeat",
             {{"ratio", found.ratio},
              {"mean_days", found.mean_days},
              {"spread_m", found.mean_distance},
              {"same_place", found.same_place},
              {"pairs_a_crime", found.pairs_a_crime}}},
            {"cells", std::move(cells)}};
}

} // namespace

toolkit::CommandDescription RepeatsCommand::description() const {
    return {
        .name = "repeats",
        .summary = "tells how much more often crimes follow crimes at or near their place",
        .description =
            {"Counts pairs of crimes of one type by how far apart they are in space and time (Knox 1964), and divides by the number that would be expected if times did not depend on places: the pairs of that distance, times the share of all pairs that are so many days apart. A ratio of 1.4 means 40 % more than by chance; a star marks ratios that chance alone would give in fewer than 5 of 100 cases.",
             "Below each table are the options of ⟨crims simulate --near-repeat⟩ that the ratios suggest. Pairs beyond chance are those above the ratios of the farthest distance, which stands for the seasons that the whole area has in common, and of the last band of days, which stands for places where crime lasts. The dates must have days: data.police.uk has months only."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a date"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims repeats --incidents \"samples/town.gpkg|layername=incidents\" --date-field occurred --type-field type"}};
}

void RepeatsCommand::declare(toolkit::OptionList& options) {
    RepeatsOptions& o = m_options;
    options.group("Incidents");
    toolkit::declare_incident_layer(
        options, o.incidents, {.help = "Incidents with a day and a place.", .required = true});
    toolkit::declare_incident_where(options, o.incidents, {.advanced = true});
    toolkit::declare_date_field(options, o.incidents, {.required = true});
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
    toolkit::require_outputs_apart({{"--json", o.files.json}}, {o.incidents.layer->path});
    require_writable(o.files);
    const IncidentColumns incidents = read_incident_columns(
        toolkit::incident_layer(o.incidents, o.assume_crs.value()), {.with_places = true}, console);
    console.end_progress();
    const DatedPlaces found = dated_places(incidents);
    if (found.without_day + found.without_place > 0) {
        console.warn(
            fmt::format("{}: {} incidents with only a month and {} without a place were left out.",
                        incidents.source, found.without_day, found.without_place));
    }
    const crims::KnoxBands bands{.distances = o.distances, .days = o.days};
    std::string text;
    Json types = Json::array();
    for (const TypeEvents& type : found.types) {
        TypeRepeats repeats{.crime_type = type.crime_type,
                            .table = crims::knox_table(type.events, bands),
                            .estimate = {}};
        repeats.estimate = crims::repeat_estimate(repeats.table);
        text += table_text(repeats);
        types.push_back(table_json(repeats));
    }
    publish_result(o.files, {{"crime_types", std::move(types)},
                             {"incidents",
                              {{"read", incidents.size()},
                               {"without_day", found.without_day},
                               {"without_place", found.without_place}}},
                             {"parameters", toolkit::parameters_json(recorded())}});
    if (o.files.json != "-") {
        toolkit::write_standard_output(text.substr(1));
    }
    return 0;
}

} // namespace crims_tool
