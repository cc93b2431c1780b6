// SPDX-License-Identifier: MIT
#include "wdd/plan.hpp"

#include <cstdlib>

#include "statistic/number_check.hpp"
#include "wdd/forecast.hpp"

namespace wdd {

namespace {

constexpr int most_months = 120;
/// b0, b1, b2 of the forecast.
constexpr std::size_t coefficients = 3;

void require_valid(const PlanInput& input) {
    require_positive("the count in the response area", input.area);
    for (const auto& [name, count] : {std::pair{"the count in the ring", input.ring},
                                      std::pair{"the count in the control area", input.control},
                                      std::pair{"the count in its ring", input.control_ring}}) {
        if (count) {
            require_not_negative(name, *count);
        }
    }
    require_not_negative("the variation", input.variation);
    for (const LengthVariation& known : input.variations) {
        require_not_negative("the variation", known.area);
        require_not_negative("the variation", known.together.value_or(0));
    }
    for (const int months : input.months) {
        if (months < 1 || months > most_months) {
            refuse_number("months", months, "a whole number from 1 to 120");
        }
    }
    if (input.comparison_areas < fewest_comparison_areas) {
        refuse_number("comparison areas", static_cast<double>(input.comparison_areas),
                      "20 or more");
    }
}

/// What is known of this length, or of the nearest one.
LengthVariation variation_after(const PlanInput& input, int months) {
    LengthVariation found{.months = months, .area = input.variation};
    int nearest = most_months;
    for (const LengthVariation& known : input.variations) {
        if (const int apart = std::abs(known.months - months); apart < nearest) {
            nearest = apart;
            found = known;
        }
    }
    return found;
}

/// `share`: of the incidents of the zone that a reduction can touch.
PlannedVerdict planned_verdict(const PlanInput& input, double variation, double expected,
                               double share) {
    const ForecastPlan plan{
        .expected = expected, .variance = variation * variation, .alpha = input.alpha};
    PlannedVerdict verdict{
        .variation = variation,
        .expected = expected,
        .critical_count = critical_count(plan),
        .false_alarms = forecast_power(plan, 0),
        .detectable_reduction = detectable_reduction(plan, input.power),
        .interval = planned_interval(
            plan, static_cast<double>(input.comparison_areas - coefficients), input.confidence),
        .power = {}};
    if (verdict.detectable_reduction) {
        *verdict.detectable_reduction /= share;
        if (*verdict.detectable_reduction > 1) { // not even if all in the response area stop
            verdict.detectable_reduction.reset();
        }
    }
    verdict.power.reserve(input.reductions.size());
    for (const double reduction : input.reductions) {
        verdict.power.push_back(forecast_power(plan, reduction * share));
    }
    return verdict;
}

PlannedPeriod planned_period(const PlanInput& input, int months) {
    const double area = input.area * months;
    const LengthVariation variation = variation_after(input, months);
    PlannedPeriod period{.months = months,
                         .area = planned_verdict(input, variation.area, area, 1),
                         .together = {},
                         .plain_detectable_reduction = {}};
    const double ring = input.ring.value_or(0) * months;
    if (input.ring) {
        period.together = planned_verdict(input, variation.together.value_or(variation.area),
                                          area + ring, area / (area + ring));
    }
    if (input.control) {
        const double control = *input.control * months;
        const double control_ring = input.control_ring.value_or(0) * months;
        period.plain_detectable_reduction =
            plain_detectable_reduction({.treated = {area, area},
                                        .control = {control, control},
                                        .treated_displacement = {ring, ring},
                                        .control_displacement = {control_ring, control_ring}},
                                       input.power, input.alpha);
    }
    return period;
}

} // namespace

PlannedEvaluation plan_evaluation(const PlanInput& input) {
    require_valid(input);
    PlannedEvaluation plan{.input = input, .periods = {}};
    plan.periods.reserve(input.months.size());
    for (const int months : input.months) {
        plan.periods.push_back(planned_period(input, months));
    }
    return plan;
}

} // namespace wdd
