// SPDX-License-Identifier: MIT
#include "wdd/suitability.hpp"

#include "statistic/number_check.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace wdd {

namespace {

void require_threshold(std::string_view name, double value) {
    if (std::isnan(value) || value < 0) {
        refuse_number(name, value, "a number that is 0 or more");
    }
}

void require_valid(const SuitabilityInput& input, const SuitabilityThresholds& thresholds) {
    require_positive("the size of the response area", input.response_area);
    require_positive("the size of the control area", input.control_area);
    require_not_negative("the pre-treatment count of the response area", input.treated_pre);
    require_not_negative("the pre-treatment count of the control area", input.control_pre);
    require_threshold("the maximum area difference", thresholds.max_area_difference);
    require_threshold("the maximum count difference", thresholds.max_count_difference);
    require_threshold("the minimum correlation", thresholds.min_correlation);
}

// Multiplied first: 100 |d| is exact for counts, so a difference of just 20 % compares as 20.
double percent_difference(double control, double response) {
    return 100 * std::abs(control - response) / response;
}

SuitabilityCheck check_difference(double percent, double maximum) {
    return {.actual = percent, .threshold = maximum, .met = percent <= maximum, .reason = {}};
}

SuitabilityCheck undefined(double threshold, std::string reason) {
    return {.actual = {}, .threshold = threshold, .met = false, .reason = std::move(reason)};
}

SuitabilityCheck check_counts(double treated, double control, double maximum) {
    if (treated == 0) {
        return undefined(
            maximum,
            "The response area has no incident in the pre-treatment period, so a difference in percent of its count does not exist.");
    }
    return check_difference(percent_difference(control, treated), maximum);
}

bool is_constant(std::span<const double> values) {
    return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>{}) == values.end();
}

std::string constant_series_reason(bool treated_is_constant, bool control_is_constant) {
    const std::string_view who = treated_is_constant && control_is_constant
                                     ? "The response area and the control area each have"
                                 : treated_is_constant ? "The response area has"
                                                       : "The control area has";
    return std::string(who) +
           " the same number of incidents in every month, so there is no rise or fall to correlate.";
}

std::string too_few_months_reason(std::size_t months) {
    return "The incidents cover " + std::to_string(months) + (months == 1 ? " month" : " months") +
           " before the response; at least " + std::to_string(fewest_suitability_months) +
           " are needed for a correlation, " + std::to_string(suitability_months) + " are best.";
}

SuitabilityCheck check_correlation(std::span<const MonthCounts> months, double minimum) {
    if (months.size() < fewest_suitability_months) {
        return undefined(minimum, too_few_months_reason(months.size()));
    }
    std::vector<double> treated;
    std::vector<double> control;
    for (const MonthCounts& month : months) {
        treated.push_back(static_cast<double>(month.treated));
        control.push_back(static_cast<double>(month.control));
    }
    const std::optional<double> r = pearson_correlation(treated, control);
    if (!r) {
        return undefined(minimum,
                         constant_series_reason(is_constant(treated), is_constant(control)));
    }
    return {.actual = r, .threshold = minimum, .met = std::abs(*r) >= minimum, .reason = {}};
}

double mean(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

} // namespace

std::vector<Period> months_before(std::chrono::sys_days start) {
    std::vector<Period> months;
    months.reserve(suitability_months);
    for (int k = suitability_months; k >= 1; --k) {
        months.push_back({.start = months_back(start, k),
                          .end = months_back(start, k - 1) - std::chrono::days{1}});
    }
    return months;
}

Suitability assess_suitability(SuitabilityInput input, const SuitabilityThresholds& thresholds) {
    require_valid(input, thresholds);
    Suitability result;
    result.area_difference =
        check_difference(percent_difference(input.control_area, input.response_area),
                         thresholds.max_area_difference);
    result.count_difference =
        check_counts(input.treated_pre, input.control_pre, thresholds.max_count_difference);
    result.correlation = check_correlation(input.months, thresholds.min_correlation);
    result.input = std::move(input);
    return result;
}

std::optional<double> pearson_correlation(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size()) {
        throw std::invalid_argument("a correlation needs two series of one length, not of " +
                                    std::to_string(a.size()) + " and " + std::to_string(b.size()) +
                                    " values");
    }
    // By value, not by a sum of squares above 0: the mean of equal numbers can be off by a digit.
    if (a.size() < 2 || is_constant(a) || is_constant(b)) {
        return std::nullopt;
    }
    // Two passes: sums of squares less n times the mean squared would cancel for long series.
    const double mean_a = mean(a);
    const double mean_b = mean(b);
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double da = a[i] - mean_a;
        const double db = b[i] - mean_b;
        aa += da * da;
        bb += db * db;
        ab += da * db;
    }
    // One root of the product, so that a series agrees with itself as exactly 1.
    return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

} // namespace wdd
