// SPDX-License-Identifier: MIT
#include "wdd/power.hpp"

#include "forecast/count_distribution.hpp"
#include "forecast/ratio_interval.hpp"
#include "statistic/number_check.hpp"

#include <cmath>

#include <boost/math/distributions/normal.hpp>

namespace wdd {

namespace {

constexpr double precision_of_reductions = 1e-6;

bool is_share(double value) {
    return value >= 0 && value <= 1;
}

void require_valid_plan(const ForecastPlan& plan) {
    require_positive("the expected count", plan.expected);
    require_not_negative("the variance of the forecast", plan.variance);
    require_chance("alpha", plan.alpha, "0.05");
}

double power_below(const ForecastPlan& plan, const std::optional<double>& critical,
                   double reduction) {
    if (!critical) {
        return 0;
    }
    const double mean = plan.expected * (1 - reduction);
    if (mean <= 0) {
        return 1;
    }
    return CountDistribution{.mean = mean, .dispersion = plan.variance}.at_most(*critical);
}

} // namespace

std::optional<double> critical_count(const ForecastPlan& plan) {
    require_valid_plan(plan);
    const CountDistribution distribution{.mean = plan.expected, .dispersion = plan.variance};
    const auto is_evidence = [&](double count) {
        return distribution.mid_tails(count).below <= plan.alpha;
    };
    if (!is_evidence(0)) {
        return std::nullopt;
    }
    double low = 0; // is evidence
    double high = 1;
    while (is_evidence(high)) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const double middle = std::floor((low + high) / 2);
        (is_evidence(middle) ? low : high) = middle;
    }
    return low;
}

double forecast_power(const ForecastPlan& plan, double reduction) {
    if (!is_share(reduction)) {
        refuse_number("reduction", reduction, "a share from 0 to 1, such as 0.2");
    }
    return power_below(plan, critical_count(plan), reduction);
}

std::optional<double> detectable_reduction(const ForecastPlan& plan, double power) {
    require_chance("power", power, "0.8");
    const std::optional<double> critical = critical_count(plan);
    if (!critical) {
        return std::nullopt;
    }
    double low = 0;
    double high = 1;
    while (high - low > precision_of_reductions) {
        const double middle = (low + high) / 2;
        (power_below(plan, critical, middle) < power ? low : high) = middle;
    }
    return high;
}

std::optional<double> plain_detectable_reduction(const Counts& expected, double power,
                                                 double alpha) {
    require_chance("power", power, "0.8");
    require_chance("alpha", alpha, "0.05");
    const Statistic unchanged = weighted_displacement_difference(expected);
    const boost::math::normal standard_normal;
    const double z =
        quantile(complement(standard_normal, alpha)) + quantile(standard_normal, power);
    // d^2 = z^2 (V - d), d > 0.
    const double error = unchanged.total.standard_error;
    const double fewer = (std::sqrt(z * z + 4 * error * error) - z) * z / 2;
    if (z <= 0 || expected.treated.post <= 0 || fewer > expected.treated.post) {
        return std::nullopt;
    }
    return fewer / expected.treated.post;
}

PlannedInterval planned_interval(const ForecastPlan& plan, double degrees_of_freedom,
                                 double confidence) {
    require_valid_plan(plan);
    require_positive("degrees of freedom", degrees_of_freedom);
    require_chance("confidence", confidence, "0.95");
    const double reach = ratio_reach(plan.expected, plan.variance, degrees_of_freedom, confidence);
    return {.low = 1 / reach, .high = reach};
}

} // namespace wdd
