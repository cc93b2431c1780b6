// SPDX-License-Identifier: MIT
#include "wdd_tool/plan/plan_json.hpp"

#include <cstddef>
#include <optional>
#include <utility>

#include "wdd_tool/result/json.hpp"

namespace wdd_tool {

namespace {

using Json = nlohmann::ordered_json;

Json planned_verdict(const wdd::PlannedVerdict& verdict, const wdd::PlanInput& input) {
    Json power = Json::array();
    for (std::size_t i = 0; i < verdict.power.size(); ++i) {
        power.push_back({{"reduction", input.reductions.at(i)}, {"power", verdict.power[i]}});
    }
    return {{"variation", verdict.variation},
            {"expected", verdict.expected},
            {"critical_count", number_or_null(verdict.critical_count)},
            {"false_alarms", verdict.false_alarms},
            {"detectable_reduction", number_or_null(verdict.detectable_reduction)},
            {"ratio_low", verdict.interval.low},
            {"ratio_high", verdict.interval.high},
            {"power", std::move(power)}};
}

Json planned_period(const wdd::PlannedPeriod& period, const wdd::PlanInput& input) {
    Json json{{"months", period.months},
              {"area", planned_verdict(period.area, input)},
              {"together", nullptr},
              {"plain_detectable_reduction", number_or_null(period.plain_detectable_reduction)}};
    if (period.together) {
        json["together"] = planned_verdict(*period.together, input);
    }
    return json;
}

} // namespace

Json plan_json(const wdd::PlannedEvaluation& plan) {
    const wdd::PlanInput& input = plan.input;
    Json periods = Json::array();
    for (const wdd::PlannedPeriod& period : plan.periods) {
        periods.push_back(planned_period(period, input));
    }
    return {{"incidents_per_month",
             {{"area", input.area},
              {"ring", number_or_null(input.ring)},
              {"control", number_or_null(input.control)},
              {"control_ring", number_or_null(input.control_ring)}}},
            {"variation", input.variation},
            {"comparison_areas", input.comparison_areas},
            {"power", input.power},
            {"alpha", input.alpha},
            {"confidence", input.confidence},
            {"periods", std::move(periods)}};
}

} // namespace wdd_tool
