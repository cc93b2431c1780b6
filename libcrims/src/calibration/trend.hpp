// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>
#include <string>

#include "calibration/count_table.hpp"

namespace crims {

/// Number of times each calendar month was seen, each time weighted by the trend.
std::array<double, calendar_months> exposure_of(const PresentMonths& months, const Trend& trend);

/// Sums of monthly values by calendar month.
std::array<double, calendar_months> by_calendar_month(const PresentMonths& months,
                                                      std::span<const double> values);

/// How the slope enters the fitted totals, for a total of each calendar month that is held.
struct SlopeFit {
    std::vector<double> fitted;   ///< of each month present
    std::vector<double> leverage; ///< years since the origin, less their fitted mean in the
                                  ///< calendar month
    double score = 0;             ///< of the slope
    double information = 0;       ///< of the slope, for Poisson counts
};

SlopeFit slope_fit(const PresentMonths& months, std::span<const double> totals, double per_year);

struct TrendFit {
    Trend trend;
    TrendInterval interval;
    std::string why_flat; ///< empty if there is an estimate
};

/// Quasi-Poisson regression of monthly totals on time with an effect a calendar month.
TrendFit fit_trend(const PresentMonths& months, std::span<const double> totals);

} // namespace crims
