// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/records/month_range.hpp"
#include "crims_tool/zones/assignment_json.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::signed_percent_text;

std::size_t used_months(const Calibration& c) {
    return c.months.size() - c.missing.size() - c.excluded.size();
}

std::string zone_text(const Calibration& c) {
    const AssignmentCounts& a = c.assignment;
    std::string text = fmt::format("{} crimes have a zone ({} by their LSOA, {} by their place)",
                                   grouped_number(a.located()), grouped_number(a.by_lsoa),
                                   grouped_number(a.by_point));
    const std::uint64_t spread = a.unlocated() - (c.left_out ? c.left_out->all() : 0);
    if (a.unlocated() > 0) {
        text += fmt::format(
            "; {} have none and were spread in proportion ({} without LSOA and coordinates, {} outside the zones, {}{} with an LSOA that the lookup does not know{})",
            grouped_number(spread), grouped_number(a.no_place), grouped_number(a.outside),
            a.impossible > 0
                ? fmt::format("{} at 0, 0 or off the Earth, ", grouped_number(a.impossible))
                : "",
            grouped_number(a.unknown_lsoa),
            c.left_out
                ? fmt::format(", of which {} were left out", grouped_number(c.left_out->all()))
                : "");
    }
    return text + ".\n";
}

/// The share of crimes with a suspect, and of those whose outcome is not known.
std::string suspect_cells(const TypeOutcomes& told) {
    return told.crimes() == 0 ? fmt::format("  {:>7}  {:>10}", "-", "-")
                              : fmt::format("  {:>7}  {:>10}", percent_text(told.low()),
                                            percent_text(told.unknown_share()));
}

std::string type_table(const Calibration& c) {
    std::size_t width = 0;
    for (const TypeTotal& type : c.crime_types) {
        width = std::max(width, type.crime_type.size());
    }
    constexpr std::size_t months_a_year = 12;
    const crims::Model& model = c.stored.model;
    std::string text =
        fmt::format("\n{:{}}  {:>8}  {:>7}  {:>11}  {:>8}{}\n", "crime type", width, "recorded",
                    "no zone", "expected/yr", "offences",
                    c.has_outcomes ? fmt::format("  {:>7}  {:>10}", "suspect", "no outcome") : "");
    for (std::size_t type = 0; type < c.crime_types.size(); ++type) {
        double expected = 0;
        for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
            for (std::size_t month = 0; month < months_a_year; ++month) {
                expected += model.incidence[(months_a_year * model.cell(zone, type)) + month];
            }
        }
        const auto offences =
            std::count_if(model.offences.begin(), model.offences.end(),
                          [type](const auto& offence) { return offence.crime_type == type; });
        text +=
            fmt::format("{:{}}  {:>8}  {:>7}  {:>11.1f}  {:>8}{}\n", c.crime_types[type].crime_type,
                        width, grouped_number(c.crime_types[type].crimes),
                        grouped_number(c.crime_types[type].unlocated), expected, offences,
                        c.has_outcomes ? suspect_cells(c.outcomes.types[type]) : "");
    }
    return text;
}

/// A slope of the logarithm as a change a year.
double yearly(double slope) {
    return std::expm1(slope);
}

std::string trend_table(const Calibration& c) {
    const crims::Model& model = c.stored.model;
    std::size_t width = 0;
    for (const std::string& type : model.crime_types) {
        width = std::max(width, type.size());
    }
    std::string text = fmt::format("\n{:{}}  {:>9}  {}\n", "crime type", width, "a year",
                                   "95 % interval of its trend");
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        const crims::TrendInterval& interval = c.trend_intervals[type];
        const bool known = std::isfinite(interval.low) && std::isfinite(interval.high);
        text +=
            fmt::format("{:{}}  {:>9}  {}{}\n", model.crime_types[type], width,
                        signed_percent_text(yearly(model.trends[type].per_year)),
                        known ? fmt::format("{} to {}", signed_percent_text(yearly(interval.low)),
                                            signed_percent_text(yearly(interval.high)))
                              : "not known",
                        known && interval.low <= 0 && interval.high >= 0 ? ", perhaps none" : "");
    }
    return text +
           fmt::format("The trends stay level from {} months before and after the data ({}).\n",
                       crims::trend_reach, months_text({model.data->first, model.data->last}));
}

bool has_trend(const Calibration& c) {
    const std::vector<crims::Trend>& trends = c.stored.model.trends;
    return std::any_of(trends.begin(), trends.end(),
                       [](const crims::Trend& trend) { return trend.per_year != 0; });
}

std::string list_text(const std::string& title, const std::vector<std::string>& items) {
    std::string text = items.empty() ? "" : "\n" + title + "\n";
    for (const std::string& item : items) {
        text += "- " + item + "\n";
    }
    return text;
}

/// JSON has no infinity, and null says that it is not known.
nlohmann::ordered_json number_or_infinite(double value) {
    if (std::isnan(value)) {
        return nullptr;
    }
    return std::isinf(value) ? nlohmann::ordered_json("infinite") : nlohmann::ordered_json(value);
}

nlohmann::ordered_json outcomes_json(const TypeOutcomes& told) {
    return {{"identified", told.identified},
            {"not_identified", told.not_identified},
            {"unknown", told.unknown},
            {"unknown_share", number_or_infinite(told.unknown_share())},
            {"probability", number_or_infinite(told.low())},
            {"probability_if_unknown_as_known", number_or_infinite(told.high())}};
}

nlohmann::ordered_json odd_months_json(const std::vector<OddMonth>& odd) {
    nlohmann::ordered_json months = nlohmann::ordered_json::array();
    for (const OddMonth& month : odd) {
        months.push_back(
            {{"month", month_text(month.month)},
             {"crime_type", month.crime_type.empty() ? nlohmann::ordered_json(nullptr)
                                                     : nlohmann::ordered_json(month.crime_type)},
             {"crimes", month.crimes},
             {"expected", month.expected}});
    }
    return months;
}

nlohmann::ordered_json types_json(const Calibration& c) {
    nlohmann::ordered_json types = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < c.crime_types.size(); ++i) {
        const crims::Dispersion& dispersion = c.stored.model.dispersion[i];
        types.push_back(
            {{"crime_type", c.crime_types[i].crime_type},
             {"crimes", c.crime_types[i].crimes},
             {"without_zone", c.crime_types[i].unlocated},
             {"with_place", c.crime_types[i].with_place},
             {"trend_per_year", c.stored.model.trends[i].per_year},
             {"trend_standard_error", number_or_infinite(c.stored.model.trends[i].standard_error)},
             {"trend_interval",
              {number_or_infinite(c.trend_intervals[i].low),
               number_or_infinite(c.trend_intervals[i].high)}},
             {"suspect", outcomes_json(c.outcomes.types[i])},
             {"dispersion",
              {{"year", dispersion.year},
               {"zone_year", dispersion.zone_year},
               {"zone_half_year", dispersion.zone_half_year},
               {"zone_month", dispersion.zone_month},
               {"crimes_per_year", dispersion.by_level.level},
               {"level_exponent", dispersion.by_level.exponent}}},
             {"pearson", number_or_infinite(c.stored.pearson[i])},
             {"profile_weight", number_or_infinite(c.stored.profile_weight[i])}});
    }
    return types;
}

} // namespace

std::string calibration_text(const Calibration& c, const std::string& output) {
    const crims::Model& model = c.stored.model;
    std::string text =
        fmt::format("{} crimes of {} types from {} to {} ({} of {} months) in {} zones: {}\n",
                    grouped_number(c.crimes), c.crime_types.size(), month_text(c.months.from),
                    month_text(c.months.to), used_months(c), c.months.size(),
                    grouped_number(model.zones.size()), output);
    text += zone_text(c);
    text += fmt::format("{} places are known.\n", grouped_number(model.places.size()));
    text += type_table(c);
    text += has_trend(c) ? trend_table(c) : "";
    text += list_text("What was chosen:", c.notes);
    return text + list_text("What the model lacks:", c.lacks);
}

nlohmann::ordered_json calibration_json(const Calibration& c,
                                        const toolkit::RecordedParameters& parameters) {
    nlohmann::ordered_json json;
    json["months"] = {{"from", month_text(c.months.from)},
                      {"to", month_text(c.months.to)},
                      {"used", used_months(c)},
                      {"missing", month_texts(c.missing)},
                      {"excluded", month_texts(c.excluded)},
                      {"implausible", odd_months_json(c.odd)},
                      {"without_outcomes", month_texts(c.outcomes.open)}};
    json["crimes"] = crimes_json("read", c.crimes, c.assignment, c.left_out);
    json["zones"] = c.stored.model.zones.size();
    json["zones_without_crime"] = c.unused_zones;
    json["offences"] = c.stored.model.offences.size();
    json["places"] = c.stored.model.places.size();
    json["crime_types"] = types_json(c);
    const crims::CommonDispersion& common = c.stored.model.common_dispersion;
    json["common_dispersion"] = {{"zone_year", common.zone_year},
                                 {"zone_half_year", common.zone_half_year},
                                 {"zone_month", common.zone_month},
                                 {"crimes_per_year", common.by_level.level},
                                 {"level_exponent", common.by_level.exponent}};
    json["crs"] = c.stored.crs ? nlohmann::ordered_json(c.stored.crs->text())
                               : nlohmann::ordered_json(nullptr);
    json["warnings"] = c.warnings;
    json["notes"] = c.notes;
    json["lacks"] = c.lacks;
    json["sources"] = nlohmann::ordered_json::array();
    for (const Source& source : c.sources) {
        json["sources"].push_back({{"name", source.name}, {"sha256", source.sha256}});
    }
    json["parameters"] = toolkit::parameters_json(parameters);
    return json;
}

void describe(Calibration& c, const toolkit::RecordedParameters& parameters) {
    std::map<std::string, std::string>& metadata = c.stored.metadata;
    for (const toolkit::RecordedParameter& parameter : parameters) {
        metadata["option " + parameter.name] = toolkit::recorded_text(parameter.value);
    }
    const auto add_numbered = [&metadata](const std::string& key, std::size_t index,
                                          const std::string& value) {
        metadata[fmt::format("{} {:03}", key, index + 1)] = toolkit::as_typed(value);
    };
    for (std::size_t i = 0; i < c.sources.size(); ++i) {
        add_numbered("source", i,
                     c.sources[i].sha256.empty()
                         ? c.sources[i].name
                         : fmt::format("{} (SHA-256 {})", c.sources[i].name, c.sources[i].sha256));
    }
    for (std::size_t i = 0; i < c.warnings.size(); ++i) {
        add_numbered("warning", i, c.warnings[i]);
    }
    for (std::size_t i = 0; i < c.notes.size(); ++i) {
        add_numbered("note", i, c.notes[i]);
    }
    for (std::size_t i = 0; i < c.lacks.size(); ++i) {
        add_numbered("lack", i, c.lacks[i]);
    }
    metadata["months"] =
        fmt::format("{} to {}", month_text(c.months.from), month_text(c.months.to));
    metadata["months missing"] = c.missing.empty() ? "" : toolkit::listed(month_texts(c.missing));
    metadata["months excluded"] =
        c.excluded.empty() ? "" : toolkit::listed(month_texts(c.excluded));
    for (std::size_t i = 0; i < c.crime_types.size(); ++i) {
        const TypeOutcomes& told = c.outcomes.types[i];
        if (told.crimes() > 0) {
            metadata["suspects " + c.crime_types[i].crime_type] = fmt::format(
                "identified in {} of {} crimes ({}); the outcome of {} is unknown, and if they were like the rest it would be {}",
                told.identified, told.crimes(), percent_text(told.low()),
                percent_text(told.unknown_share()), percent_text(told.high()));
        }
    }
    metadata["crimes"] = std::to_string(c.crimes);
    metadata["crimes without zone"] =
        std::to_string(c.assignment.unlocated() - (c.left_out ? c.left_out->all() : 0));
    metadata["version"] = CRIMEKIT_VERSION;
}

} // namespace crims_tool
