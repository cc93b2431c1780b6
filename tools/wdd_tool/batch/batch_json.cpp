// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/batch_json.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "wdd/measures.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/result/json.hpp"
#include "wdd_tool/result/measures_json.hpp"
#include "wdd_tool/result/types_json.hpp"

namespace wdd_tool {

namespace {

using Json = nlohmann::ordered_json;

Json area_json(const BatchResult& result, std::size_t at) {
    const wdd::BatchArea& area = result.batch.areas[at];
    Json json{{"name", area.name}, {"evaluated", area.evaluation.has_value()}};
    if (!area.evaluation) {
        json["reason"] = area.fault;
        return json;
    }
    const wdd::Evaluation& evaluation = *area.evaluation;
    json["open_end"] = result.areas[at].areas->open_end;
    json.update(result_json(evaluation));
    add_areas(json, evaluation, *result.zones[at], result.areas[at].areas->square_metres_a_unit());
    json["measures"] = measures_json(
        wdd::measures(evaluation.counts, evaluation.weights, evaluation.statistic.confidence));
    if (area.types) {
        add_types(json, *area.types);
    }
    json["p_holm"] = number_or_null(area.holm);
    json["q_benjamini_hochberg"] = number_or_null(area.benjamini_hochberg);
    std::vector<std::string> warnings = wdd::recorded_warnings(evaluation);
    warnings.insert(warnings.end(), area.warnings.begin(), area.warnings.end());
    json["warnings"] = warnings;
    json["notes"] = evaluation.notes;
    return json;
}

Json sum_json(const wdd::BatchSum& sum, double confidence) {
    const auto estimate = [](const wdd::Estimate& one) {
        return Json{{"estimate", one.estimate}, {"se", one.standard_error}};
    };
    Json total = estimate(sum.total.total);
    total["z"] = number_or_null(sum.total.z);
    total["p_one_tailed"] = number_or_null(sum.total.p_one_tailed);
    total["ci_low"] = number_or_null(sum.total.ci_low);
    total["ci_high"] = number_or_null(sum.total.ci_high);
    total["confidence"] = confidence;
    return {{"counts", sum.counts ? counts_json(*sum.counts) : Json(nullptr)},
            {"different_incidents", sum.incidents},
            {"local", estimate(sum.local)},
            {"displacement", estimate(sum.displacement)},
            {"total", std::move(total)},
            {"evidence", wdd::evidence_name(sum.total.z, sum.total.evidence)},
            {"share_of_expected", number_or_null(wdd::share_of_expected(sum))},
            {"se_if_independent", sum.independent_error}};
}

/// With null for what is not the same in all areas.
void add_design_and_suitability(Json& json, const wdd::Batch& batch) {
    const wdd::CommonDesign design = wdd::common_design(batch);
    const auto period = [](const std::optional<wdd::Period>& common) {
        return common ? period_json(*common) : Json(nullptr);
    };
    json["periods"] = {{"pre", period(design.pre)}, {"post", period(design.post)}};
    Json area = Json::array();
    for (const std::optional<double>& weight : design.area) {
        area.push_back(number_or_null(weight));
    }
    json["weights"] = {{"time", {number_or_null(design.time_pre), 1}}, {"area", std::move(area)}};
    const wdd::SuitabilityOfAll all = wdd::suitability_of_all(batch);
    json["suitability"] = {{"tested", all.tested},
                           {"passed", all.passed},
                           {"largest_area_difference", number_or_null(all.area_difference)},
                           {"largest_count_difference", number_or_null(all.count_difference)},
                           {"weakest_correlation", number_or_null(all.correlation)}};
    json["left_out"] = wdd::left_out(batch);
}

Json forecast_of_all(const wdd::BatchForecast& forecast) {
    return {{"given", forecast.sum.has_value()},
            {"reason", forecast.sum ? Json(nullptr) : Json(forecast.reason)},
            {"area", forecast.sum ? forecast_json(*forecast.sum) : Json(nullptr)}};
}

} // namespace

Json batch_json(const BatchResult& result) {
    Json areas = Json::array();
    for (std::size_t i = 0; i < result.batch.areas.size(); ++i) {
        areas.push_back(area_json(result, i));
    }
    const double confidence = result.batch.confidence;
    Json together = sum_json(*result.batch.together, confidence);
    add_design_and_suitability(together, result.batch);
    if (result.batch.forecast) {
        together["forecast"] = forecast_of_all(*result.batch.forecast);
    }
    for (const wdd::BatchTypeSum& type : result.batch.types) {
        Json one{{"type", type.type.empty() ? Json(nullptr) : Json(type.type)}};
        one.update(sum_json(type.sum, confidence));
        together["types"].push_back(std::move(one));
    }
    if (result.batch.weighted) {
        together["weighted"] = sum_json(*result.batch.weighted, confidence);
    }
    return {{"areas", std::move(areas)}, {"together", std::move(together)}};
}

} // namespace wdd_tool
