// SPDX-License-Identifier: MIT
#include "crims_tool/validate/json.hpp"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "crims_tool/validate/findings.hpp"
#include "crims_tool/validate/rates.hpp"
#include "crims_tool/validate/residual_finding.hpp"
#include "crims_tool/zones/assignment_json.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;
using crims::ValidationGroup;

Json values(const ValidationGroup& group, bool covered) {
    return {{"observed", group.observed},
            {"simulated", group.mean},
            {"low", group.low},
            {"high", group.high},
            {"covered", covered}};
}

Json count_json(const ValidationGroup& group) {
    return values(group, group.is_count_covered());
}

Json share_json(const ValidationGroup& group) {
    return values(group, group.is_covered());
}

/// Groups with their names under `key`.
template<class Name>
Json counts_json(const char* key, const std::vector<Name>& names,
                 const std::vector<ValidationGroup>& groups) {
    Json all = Json::array();
    for (std::size_t i = 0; i < groups.size(); ++i) {
        Json one{{key, names[i]}};
        one.update(count_json(groups[i]));
        all.push_back(std::move(one));
    }
    return all;
}

Json shares_json(const char* key, const std::vector<ValidationGroup>& groups) {
    Json all = Json::array();
    for (std::size_t i = 0; i < groups.size(); ++i) {
        Json one{{key, i}};
        one.update(share_json(groups[i]));
        all.push_back(std::move(one));
    }
    return all;
}

Json knox_json(const crims::KnoxBands& bands, const KnoxComparison& repeats) {
    const std::size_t days = bands.days.size();
    Json cells = Json::array();
    for (std::size_t cell = 0; cell < repeats.ratios.size(); ++cell) {
        Json one{{"distance_to", bands.distances[cell / days]},
                 {"days_to", bands.days[cell % days]},
                 {"expected_pairs", repeats.expected[cell]}};
        one.update(share_json(repeats.ratios[cell]));
        cells.push_back(std::move(one));
    }
    return {{"crimes", repeats.crimes}, {"ratios", std::move(cells)}};
}

Json repeats_json(const RepeatComparison& repeats) {
    Json json = knox_json(repeats.bands, repeats.all);
    json["by_crime_type"] = Json::array();
    for (const KnoxComparison& type : repeats.types) {
        Json one{{"crime_type", type.crime_type}};
        one.update(knox_json(repeats.bands, type));
        json["by_crime_type"].push_back(std::move(one));
    }
    return json;
}

Json scores_json(const crims::ValidationReport& report) {
    Json all = Json::array();
    for (const crims::ValidationScore& s : report.scores) {
        all.push_back({{"level", level_name(s.level)},
                       {"groups", s.groups},
                       {"rmse", s.rmse},
                       {"mean_absolute_error", s.mean_absolute_error},
                       {"median_absolute_error", s.median_absolute_error},
                       {"chance_error", s.chance_error},
                       {"chance_error_low", s.chance_error_low},
                       {"chance_error_high", s.chance_error_high},
                       {"relative_bias", s.relative_bias},
                       {"over_sampled", s.over_sampled},
                       {"coverage", s.coverage}});
    }
    return all;
}

Json change_json(const std::vector<crims::LevelChange>& changes) {
    Json all = Json::array();
    for (const crims::LevelChange& change : changes) {
        Json one{{"first_zone", change.zones.first + 1},
                 {"last_zone", change.zones.end},
                 {"crimes", change.crimes}};
        one.update(share_json(change.z));
        all.push_back(std::move(one));
    }
    return all;
}

/// Root mean square z of changes by rank of the zones.
Json changes_json(const crims::LevelChangeReport& report, const std::vector<std::string>& types) {
    Json json{{"months", report.months},
              {"all", change_json(report.all)},
              {"by_crime_type", Json::array()}};
    for (std::size_t type = 0; type < types.size(); ++type) {
        json["by_crime_type"].push_back(
            {{"crime_type", types[type]}, {"levels", change_json(report.by_crime_type[type])}});
    }
    return json;
}

std::vector<std::string> names_of(const std::vector<crims::Month>& months) {
    std::vector<std::string> names;
    std::transform(months.begin(), months.end(), std::back_inserter(names), month_text);
    return names;
}

} // namespace

nlohmann::ordered_json validation_json(const ModelValidation& v) {
    const crims::ValidationReport& report = v.report;
    Json json;
    json["findings"] = Json::array();
    for (const Finding& finding : findings(v)) {
        json["findings"].push_back({{"grade", grade_name(finding.grade)},
                                    {"subject", finding.subject},
                                    {"text", finding.text}});
    }
    json["force"] = v.force.empty() ? Json() : Json(v.force);
    json["months"] = {{"from", month_text(v.months.from)},
                      {"to", month_text(v.months.to)},
                      {"used", names_of(v.used)},
                      {"missing", names_of(v.missing)},
                      {"in_sample", names_of(v.in_sample)}};
    json["replicates"] = report.replicates;
    json["crimes"] = crimes_json("compared", v.crimes, v.assignment, v.left_out);
    json["unknown_crime_types"] = Json::array();
    for (const auto& [type, crimes] : v.unknown_types) {
        json["unknown_crime_types"].push_back({{"crime_type", type}, {"crimes", crimes}});
    }
    json["total"] = count_json(report.total);
    json["scores"] = scores_json(report);
    json["dispersion"] = share_json(report.dispersion);
    json["top_zones_share"] = share_json(report.top_zones_share);
    if (v.repeats) {
        json["repeats"] = repeats_json(*v.repeats);
    }
    json["residuals"] = residuals_json(v);
    if (v.changes.months > 0) {
        json["changes"] = changes_json(v.changes, v.stored.model.crime_types);
    }
    json["by_month"] = counts_json("month", names_of(v.used), report.by_month);
    json["by_crime_type"] =
        counts_json("crime_type", v.stored.model.crime_types, report.by_crime_type);
    json["by_zone"] = counts_json("zone", v.stored.model.zones, report.by_zone);
    if (const auto rates = rates_by_head(v)) {
        json["rates"] = {{"people", rates->people},
                         {"zones", rates->zones},
                         {"per_1000_a_year", share_json(rates->per_1000)},
                         {"by_zone", Json::array()}};
        for (const ZoneRate& zone : rates->by_zone) {
            Json one{{"zone", v.stored.model.zones[zone.zone]}, {"people", zone.people}};
            one.update(share_json(zone.per_1000));
            json["rates"]["by_zone"].push_back(std::move(one));
        }
    }
    json["profile"] = {
        {"observed_from", v.profile_source == ProfileSource::incidents ? "incidents" : "model"},
        {"periods", shares_json("period", v.profile.periods)},
        {"days", shares_json("day", v.profile.days)},
        {"hours", shares_json("hour", v.profile.hours)}};
    json["warnings"] = v.warnings;
    json["sources"] = Json::array();
    for (const Source& source : v.sources) {
        json["sources"].push_back({{"name", source.name}, {"sha256", source.sha256}});
    }
    json["model"] = v.stored.metadata;
    return json;
}

} // namespace crims_tool
