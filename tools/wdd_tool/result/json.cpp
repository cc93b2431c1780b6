// SPDX-License-Identifier: MIT
#include "wdd_tool/result/json.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "toolkit/text/option_mentions.hpp"
#include "wdd_tool/result/measures_json.hpp"

namespace wdd_tool {

namespace {

using Json = nlohmann::ordered_json;

/// Counts are whole in nearly all designs, and then written so.
Json count(double value) {
    constexpr double exact_integers = 9007199254740992.0; // 2^53
    if (value == std::floor(value) && value < exact_integers) {
        return static_cast<std::int64_t>(value);
    }
    return value;
}

Json before_after(const wdd::BeforeAfter& counts) {
    return {{"pre", count(counts.pre)}, {"post", count(counts.post)}};
}

Json estimate(const wdd::Estimate& estimate) {
    return {{"estimate", estimate.estimate}, {"se", estimate.standard_error}};
}

Json total(const wdd::Statistic& statistic) {
    Json json = estimate(statistic.total);
    json["z"] = number_or_null(statistic.z);
    json["p_one_tailed"] = number_or_null(statistic.p_one_tailed);
    json["ci_low"] = number_or_null(statistic.ci_low);
    json["ci_high"] = number_or_null(statistic.ci_high);
    json["confidence"] = statistic.confidence;
    return json;
}

Json check(const wdd::SuitabilityCheck& check) {
    return {{"actual", number_or_null(check.actual)},
            {"threshold", check.threshold},
            {"met", check.met},
            {"reason", check.reason}};
}

Json suitability(const std::optional<wdd::Suitability>& suitability) {
    if (!suitability) {
        return {{"tested", false},
                {"suitable", nullptr},
                {"area_difference", nullptr},
                {"count_difference", nullptr},
                {"correlation", nullptr},
                {"months", nullptr}};
    }
    Json starts = Json::array();
    Json treated = Json::array();
    Json control = Json::array();
    for (const wdd::MonthCounts& month : suitability->input.months) {
        starts.push_back(wdd::iso_date(month.month.start));
        treated.push_back(month.treated);
        control.push_back(month.control);
    }
    return {{"tested", true},
            {"suitable", suitability->suitable()},
            {"area_difference", number_or_null(suitability->area_difference.actual)},
            {"count_difference", number_or_null(suitability->count_difference.actual)},
            {"correlation", number_or_null(suitability->correlation.actual)},
            {"months", {{"start", starts}, {"treated", treated}, {"control", control}}},
            {"checks",
             {{"area_difference", check(suitability->area_difference)},
              {"count_difference", check(suitability->count_difference)},
              {"correlation", check(suitability->correlation)}}}};
}

Json incidents(const wdd::IncidentTally& tally) {
    return {{"read", tally.read},
            {"used", tally.used},
            {"null_date", tally.null_date},
            {"bad_date", tally.bad_date},
            {"null_geometry", tally.null_geometry},
            {"month_dates", tally.month_dates},
            {"month_only", tally.month_only}};
}

Json forecast_part(const std::optional<wdd::FittedForecast>& part) {
    return part ? forecast_json(part->forecast) : Json(nullptr);
}

Json forecast(const wdd::ForecastFinding& finding) {
    const auto& verdict = finding.verdict;
    Json json{{"given", verdict.has_value()},
              {"reason", verdict ? Json(nullptr) : Json(finding.reason)},
              {"comparison_areas", finding.comparison_areas},
              {"history_months", finding.history_months},
              {"coefficients", nullptr},
              {"tau2", nullptr},
              {"area", nullptr},
              {"around", nullptr},
              {"together", nullptr},
              {"rank", nullptr},
              {"plain_false_alarms", nullptr}};
    if (verdict) {
        json["coefficients"] = verdict->area.model.coefficients;
        json["tau2"] = verdict->area.model.tau2;
        json["area"] = forecast_json(verdict->area.forecast);
        json["around"] = forecast_part(verdict->around);
        json["together"] = forecast_part(verdict->together);
    }
    if (finding.rank) {
        json["rank"] = {{"residual", finding.rank->residual},
                        {"p_reduction", finding.rank->p_reduction},
                        {"p_increase", finding.rank->p_increase}};
    }
    if (finding.alarms) {
        json["plain_false_alarms"] = {{"share", finding.alarms->share},
                                      {"pairs", finding.alarms->pairs}};
    }
    return json;
}

Json honest_wdd(const std::optional<wdd::HonestWdd>& honest) {
    if (!honest) {
        return nullptr;
    }
    return {{"se", honest->standard_error},
            {"t", honest->t},
            {"df", honest->degrees_of_freedom},
            {"p_one_tailed", honest->p_one_tailed}};
}

Json period_tally(const wdd::PeriodTally& tally) {
    return {{"pre", tally.before}, {"post", tally.after}, {"other", tally.other}};
}

Json months(const std::vector<wdd::Period>& months) {
    Json json = Json::array();
    for (const wdd::Period& month : months) {
        json.push_back(wdd::iso_month(month.start));
    }
    return json;
}

Json stray_dates(const std::vector<wdd::StrayDate>& strays) {
    Json json = Json::array();
    for (const wdd::StrayDate& stray : strays) {
        json.push_back({{"date", wdd::iso_date(stray.day)}, {"incidents", stray.incidents}});
    }
    return json;
}

Json data_faults(const wdd::DataFaults& data) {
    const wdd::ImpossiblePlaces& places = data.impossible;
    return {{"first_date", data.covered ? Json(wdd::iso_date(data.covered->start)) : Json(nullptr)},
            {"last_date", data.covered ? Json(wdd::iso_date(data.covered->end)) : Json(nullptr)},
            {"missing_months", months(data.missing_months)},
            {"days_compared",
             {{"pre", wdd::days_in(data.pre_days)}, {"post", wdd::days_in(data.post_days)}}},
            {"stray_dates", stray_dates(data.stray_dates)},
            {"impossible_places",
             {{"incidents", period_tally(places.tally)},
              {"placeholder", places.zero},
              {"swapped", places.swapped},
              {"outside", places.outside},
              {"example", places.example}}},
            {"no_place", period_tally(data.placeless)},
            {"repeated_rows",
             {{"rows", period_tally(data.repeated.tally)},
              {"by", data.repeated.by_id    ? "id"
                     : data.repeated.by_day ? "place and day"
                                            : "place and time"},
              {"counted_once", data.repeated.by_id},
              {"without_id", data.repeated.without_id}}},
            {"unreadable_dates",
             {{"incidents", data.without_date},
              {"placeholders", data.placeholder_dates},
              {"of", data.near_zones}}},
            {"dates_in_utc", data.dates_carry_offset},
            {"response_features", data.response_features}};
}

} // namespace

nlohmann::ordered_json period_json(const wdd::Period& period) {
    return {{"start", wdd::iso_date(period.start)},
            {"end", wdd::iso_date(period.end)},
            {"days", wdd::days_in(period)}};
}

nlohmann::ordered_json counts_json(const wdd::Counts& counts) {
    return {{"treated", before_after(counts.treated)},
            {"control", before_after(counts.control)},
            {"treated_displacement", before_after(counts.treated_displacement)},
            {"control_displacement", before_after(counts.control_displacement)}};
}

nlohmann::ordered_json forecast_json(const wdd::Forecast& forecast) {
    return {{"expected", forecast.expected},
            {"recorded", count(forecast.recorded)},
            {"ratio", forecast.ratio},
            {"ratio_low", forecast.ratio_low},
            {"ratio_high", forecast.ratio_high},
            {"difference", forecast.difference},
            {"p_reduction", forecast.p_reduction},
            {"p_increase", forecast.p_increase},
            {"evidence", wdd::evidence_name(forecast.evidence)}};
}

Json result_json(const wdd::Evaluation& evaluation) {
    Json json;
    if (evaluation.periods) {
        json["periods"] = {{"pre", period_json(evaluation.periods->pre)},
                           {"post", period_json(evaluation.periods->post)}};
    }
    if (evaluation.forecast) {
        json["forecast"] = forecast(*evaluation.forecast);
    }
    json["counts"] = counts_json(evaluation.counts);
    const wdd::Weights& weights = evaluation.weights;
    json["weights"] = {{"time", {weights.time.pre, weights.time.post}},
                       {"area",
                        {weights.area.treated, weights.area.control,
                         weights.area.treated_displacement, weights.area.control_displacement}}};
    json["local"] = estimate(evaluation.statistic.local);
    json["displacement"] = estimate(evaluation.statistic.displacement);
    json["total"] = total(evaluation.statistic);
    json["evidence"] = wdd::evidence_name(evaluation.statistic.z, evaluation.statistic.evidence);
    json["measures"] = measures_json(
        wdd::measures(evaluation.counts, evaluation.weights, evaluation.statistic.confidence));
    if (evaluation.forecast) {
        json["honest_wdd"] = honest_wdd(evaluation.forecast->honest);
    }
    if (evaluation.periods) {
        json["suitability"] = suitability(evaluation.suitability);
    }
    if (evaluation.incidents) {
        json["incidents"] = incidents(*evaluation.incidents);
    }
    if (evaluation.data) {
        json["data"] = data_faults(*evaluation.data);
    }
    return json;
}

Json rank_json(const wdd::ForecastFinding& finding) {
    const auto& rank = finding.rank;
    Json areas = Json::array();
    for (std::size_t i = 0; i < finding.areas.size(); ++i) {
        const wdd::ComparisonArea& area = finding.areas[i];
        const wdd::AreaCounts& counts = area.counts.area;
        areas.push_back({{"name", area.name},
                         {"pre", count(counts.pre)},
                         {"post", count(counts.post)},
                         {"history", number_or_null(counts.history)},
                         {"expected", rank ? Json(rank->expectations.at(i)) : Json(nullptr)},
                         {"residual", rank ? Json(rank->residuals.at(i)) : Json(nullptr)}});
    }
    Json json{{"given", rank.has_value()},
              {"reason", rank ? Json(nullptr) : Json(finding.reason)},
              {"comparison_areas", finding.areas.size()},
              {"expected", nullptr},
              {"recorded", count(finding.response.area.post)},
              {"residual", nullptr},
              {"at_or_below", nullptr},
              {"at_or_above", nullptr},
              {"p_reduction", nullptr},
              {"p_increase", nullptr},
              {"areas", std::move(areas)}};
    if (rank) {
        json["expected"] = rank->expected;
        json["residual"] = rank->residual;
        json["at_or_below"] = rank->at_or_below;
        json["at_or_above"] = rank->at_or_above;
        json["p_reduction"] = rank->p_reduction;
        json["p_increase"] = rank->p_increase;
    }
    return json;
}

void add_areas(Json& json, const wdd::Evaluation& evaluation, const wdd::ZoneGeometry& zones,
               double square_metres_a_unit) {
    constexpr std::array names{"treated", "control", "treated_displacement",
                               "control_displacement"};
    Json areas{{"unit", "m2"}};
    for (const wdd::Zone zone : wdd::all_zones) {
        const auto& polygon = zones.polygons[zone];
        areas[names.at(static_cast<std::size_t>(zone))] =
            polygon ? polygon->area() * square_metres_a_unit : 0;
    }
    const wdd::StudyZones& study = *evaluation.zones;
    areas["overlap"] = {
        {"area_and_displacement_area",
         study.overlaps.response_ring_in_control + study.overlaps.control_ring_in_response},
        {"both_displacement_areas", study.overlaps.rings},
        {"incidents_in_both_areas", study.overlap_incidents.in_both_areas},
        {"incidents_in_area_and_displacement_area", study.overlap_incidents.in_area_and_ring},
        {"incidents_in_both_displacement_areas", study.overlap_incidents.in_both_rings}};
    json["areas"] = areas;
}

std::string json_text(const Json& json) {
    return toolkit::as_typed(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

} // namespace wdd_tool
