// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "wdd/period.hpp"

namespace wdd {

/// How alike response and control area must be. Differences in percent of the response area's
/// value.
struct SuitabilityThresholds {
    double max_area_difference = 20;
    double max_count_difference = 20;
    double min_correlation = 0.7; ///< of the absolute value of Pearson's R
};

/// One of the three checks: the value, what it is made of, and whether the threshold is met. A
/// value that is undefined is not met and says why in `reason`.
struct SuitabilityCheck {
    std::optional<double> actual;
    double threshold = 0;
    bool met = false;
    std::string reason;
};

/// Days of one of the 36 months before the response, both ends included, with the incidents in the
/// two areas.
struct MonthCounts {
    Period month;
    std::int64_t treated = 0;
    std::int64_t control = 0;
};

struct SuitabilityInput {
    double response_area = 0; ///< in one unit, > 0
    double control_area = 0;
    double treated_pre = 0; ///< pre-treatment counts
    double control_pre = 0;
    std::vector<MonthCounts> months; ///< oldest first, only those that the incidents cover
};

struct Suitability {
    SuitabilityInput input;
    SuitabilityCheck area_difference;  ///< 100 |Ac - Ar| / Ar
    SuitabilityCheck count_difference; ///< 100 |C0 - T0| / T0
    SuitabilityCheck correlation;      ///< Pearson's R over the months; met if |R| >= threshold

    bool suitable() const { return area_difference.met && count_difference.met && correlation.met; }
};

inline constexpr int suitability_months = 36;
inline constexpr int fewest_suitability_months = 12;

/// The 36 months that end the day before `start`, oldest first: month k begins k calendar months
/// before start, the day clamped to the month's end.
std::vector<Period> months_before(std::chrono::sys_days start);

/// All three checks, compared unrounded. Undefined and so not met: no incident in the response area
/// before (T0 = 0), a series that never changes, fewer than 12 months.
/// Throws std::invalid_argument for an area that is not finite and > 0, a count that is negative or
/// not finite, or a threshold that is negative or NaN.
Suitability assess_suitability(SuitabilityInput input, const SuitabilityThresholds& thresholds);

/// Pearson's R of finite values; no value if either series is constant or shorter than two.
/// Throws std::invalid_argument if the spans differ in length.
std::optional<double> pearson_correlation(std::span<const double> a, std::span<const double> b);

} // namespace wdd
