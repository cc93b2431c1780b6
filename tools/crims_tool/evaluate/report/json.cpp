// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/json.hpp"

#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/evaluate/report/forecast_values.hpp"
#include "crims_tool/evaluate/report/text.hpp"

namespace crims_tool {

namespace {

using Json = nlohmann::ordered_json;

Json study_key(const EvaluationResult& result, std::size_t study) {
    const EvaluationStudy& s = result.design.studies[study];
    return {{"months", s.months}, {"ring", result.areas.rings[s.ring].width}};
}

Json number_json(double value) {
    return std::isnan(value) ? Json(nullptr) : Json(value);
}

Json row_json(const EvaluationResult& result, const EvaluationRow& row) {
    const EvaluationStudy& study = result.design.studies[row.combination.study];
    const HeldSize& held = result.summary.null[row.combination.study].held;
    Json json = {{"effect", row.combination.effect},
                 {"displaced", row.combination.displaced},
                 {"months", study.months},
                 {"ring", result.areas.rings[study.ring].width},
                 {"replicates", result.table.replicates()}};
    for (const auto& [name, value] : forecast_values(result, row)) {
        json[name] = number_json(value);
    }
    json.update({{"rejection_rate", row.rejection.value},
                 {"rejection_se", row.rejection.error},
                 {"critical_z", held.critical_z.value},
                 {"held_rate", row.held.value},
                 {"held_se", row.held.error},
                 {"overall_effect",
                  result.design.overall_effect(row.combination.study, row.combination.effect)},
                 {"mean_estimate", row.mean_estimate.value},
                 {"true_effect", row.true_effect},
                 {"net_effect", row.net_effect},
                 {"bias", row.bias.value},
                 {"bias_se", row.bias.error},
                 {"rmse", row.rmse.value},
                 {"rmse_se", row.rmse.error},
                 {"coverage", row.coverage.value},
                 {"coverage_se", row.coverage.error},
                 {"mean_z", row.mean_z},
                 {"sd_z", row.sd_z},
                 {"undefined", row.undefined}});
    return json;
}

Json detectable_json(const EvaluationResult& result, const DetectableEffect& detectable) {
    Json json = study_key(result, detectable.study);
    json["displaced"] = detectable.displaced;
    json["power"] = result.plan.power;
    const auto put = [&](const std::string& before, const std::optional<Simulated>& effect) {
        json[before + "effect"] = effect ? Json(effect->value) : Json(nullptr);
        json[before + "se"] = effect ? Json(effect->error) : Json(nullptr);
        json[before + "overall_effect"] =
            effect ? Json(result.design.overall_effect(detectable.study, effect->value))
                   : Json(nullptr);
    };
    put("forecast_", detectable.forecast);
    put("forecast_together_", detectable.forecast_together);
    put("", detectable.effect);
    put("plain_", detectable.plain);
    json["largest_effect_tried"] = result.plan.effects.back();
    return json;
}

Json null_json(const EvaluationResult& result, const NullDistribution& null) {
    Json json = study_key(result, null.study);
    json["replicates"] = null.z.size();
    json["mean_z"] = null.mean;
    json["sd_z"] = null.sd;
    json["quantiles"] = Json::object();
    for (std::size_t i = 0; i < null_probabilities.size(); ++i) {
        json["quantiles"][fmt::format("{}", null_probabilities.at(i))] = null.quantiles[i];
    }
    json["size"] = null.held.size.value;
    json["size_se"] = null.held.size.error;
    json["critical_z"] = null.held.critical_z.value;
    json["critical_z_se"] = null.held.critical_z.error;
    json["nominal_critical_z"] = result.plan.critical_z();
    if (result.plan.observed_z) {
        json["observed_z"] = *result.plan.observed_z;
        json["p_observed"] = null.p_of(*result.plan.observed_z);
    }
    return json;
}

Json period_json(const wdd::Period& period) {
    return {{"start", wdd::iso_date(period.start)},
            {"end", wdd::iso_date(period.end)},
            {"days", wdd::days_in(period)}};
}

Json study_json(const EvaluationResult& result, std::size_t number_of_study) {
    constexpr std::array names = {"treated", "control", "treated_displacement",
                                  "control_displacement"};
    const EvaluationStudy& study = result.design.studies[number_of_study];
    Json json = study_key(result, number_of_study);
    json["ring_text"] = result.areas.rings[study.ring].text;
    json["periods"] = {{"pre", period_json(study.periods.pre)},
                       {"post", period_json(study.periods.post)}};
    for (std::size_t zone = 0; zone < names.size(); ++zone) {
        json["expected_without_intervention"][names.at(zone)] = {
            {"pre", study.truth.pre.at(zone)}, {"post", study.truth.post.at(zone)}};
    }
    json["prevented_by_the_scenario"] = study.truth.prevented_post;
    return json;
}

/// The share of crimes that count because they have a place; null: not known, all count.
Json with_place_json(const std::optional<CrimesWithPlace>& with_place) {
    if (!with_place) {
        return nullptr;
    }
    Json json = {{"share", with_place->share}, {"crime_types", Json::object()}};
    for (const auto& [type, share] : with_place->of_types) {
        json["crime_types"][type] = share;
    }
    return json;
}

/// What the forecast verdict is simulated with, or why it is not.
Json forecast_json(const EvaluationResult& result) {
    const auto text = [](const std::string& reason) {
        return reason.empty() ? Json(nullptr) : Json(reason);
    };
    Json json = {{"given", result.any_forecast()},
                 {"reason", text(result.forecast.reason)},
                 {"replicates", result.table.forecasted()},
                 {"studies", Json::array()}};
    for (std::size_t s = 0; s < result.forecast.studies.size(); ++s) {
        const ForecastStudy& study = result.forecast.studies[s];
        Json told = study_key(result, s);
        told["given"] = result.forecast.is_given(s);
        told["reason"] = text(study.reason);
        told["comparison_areas"] = study.comparable;
        told["history_months"] = study.history.months;
        json["studies"].push_back(std::move(told));
    }
    return json;
}

std::string number_cell(const Json& value) {
    return value.is_null() ? "" : value.dump();
}

} // namespace

Json evaluation_json(const EvaluationResult& result) {
    Json json;
    json["scenario"] = result.scenario_name;
    json["route"] = result.through_points ? "points" : "counts";
    json["forecast"] = forecast_json(result);
    json["with_place"] = with_place_json(result.with_place);
    json["rows"] = Json::array();
    for (const EvaluationRow& row : result.summary.rows) {
        json["rows"].push_back(row_json(result, row));
    }
    json["minimum_detectable_effect"] = Json::array();
    for (const DetectableEffect& detectable : result.summary.detectable) {
        json["minimum_detectable_effect"].push_back(detectable_json(result, detectable));
    }
    json["null_distribution"] = Json::array();
    for (const NullDistribution& null : result.summary.null) {
        json["null_distribution"].push_back(null_json(result, null));
    }
    json["studies"] = Json::array();
    for (std::size_t study = 0; study < result.design.studies.size(); ++study) {
        json["studies"].push_back(study_json(result, study));
    }
    json["alpha"] = result.plan.alpha;
    json["power"] = result.plan.power;
    json["confidence"] = result.plan.confidence;
    json["seed"] = result.plan.seed;
    json["replicates"] = result.table.replicates();
    json["crs"] = result.crs.text();
    json["parameters"] = toolkit::parameters_json(result.parameters);
    json["model"] = result.model;
    json["warnings"] = result.areas.warnings;
    json["message"] = evaluation_text(result);
    json["version"] = result.version;
    return json;
}

std::string evaluation_csv(const EvaluationResult& result) {
    std::string csv;
    for (const EvaluationRow& row : result.summary.rows) {
        const Json cells = row_json(result, row);
        std::vector<std::string> names;
        std::vector<std::string> values;
        for (const auto& [key, value] : cells.items()) {
            names.push_back(key);
            values.push_back(number_cell(value));
        }
        if (csv.empty()) {
            csv = fmt::format("{}\n", fmt::join(names, ","));
        }
        csv += fmt::format("{}\n", fmt::join(values, ","));
    }
    return csv;
}

} // namespace crims_tool
