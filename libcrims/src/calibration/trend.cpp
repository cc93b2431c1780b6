// SPDX-License-Identifier: MIT
#include "calibration/trend.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>

namespace crims {

namespace {

constexpr double not_estimated = std::numeric_limits<double>::quiet_NaN();

using ByCalendarMonth = std::array<double, calendar_months>;

/// The likelihood grows for ever toward a slope if no month but the first (or last) of each
/// calendar month has a crime.
bool runs_away(const PresentMonths& months, std::span<const double> totals) {
    ByCalendarMonth first;
    ByCalendarMonth last;
    first.fill(std::numeric_limits<double>::infinity());
    last.fill(-std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < months.size(); ++i) {
        const std::size_t c = months.calendar[i];
        first[c] = std::min(first[c], months.since_origin[i]);
        last[c] = std::max(last[c], months.since_origin[i]);
    }
    bool all_first = true;
    bool all_last = true;
    for (std::size_t i = 0; i < months.size(); ++i) {
        const std::size_t c = months.calendar[i];
        all_first = all_first && (totals[i] == 0 || months.since_origin[i] == first[c]);
        all_last = all_last && (totals[i] == 0 || months.since_origin[i] == last[c]);
    }
    return all_first || all_last;
}

struct QuasiScale {
    double scale = not_estimated; ///< Pearson's chi-square over its degrees of freedom
    double degrees_of_freedom = 0;
};

QuasiScale quasi_scale(const PresentMonths& months, std::span<const double> totals,
                       const SlopeFit& fit) {
    ByCalendarMonth seen = {};
    double chi_square = 0;
    double degrees_of_freedom = -1;
    for (std::size_t i = 0; i < months.size(); ++i) {
        // A calendar month without any crime is fitted by itself: it tells nothing.
        if (fit.fitted[i] > 0) {
            chi_square += std::pow(totals[i] - fit.fitted[i], 2) / fit.fitted[i];
            degrees_of_freedom += seen[months.calendar[i]];
            seen[months.calendar[i]] = 1;
        }
    }
    return degrees_of_freedom > 0 ? QuasiScale{chi_square / degrees_of_freedom, degrees_of_freedom}
                                  : QuasiScale{};
}

TrendInterval interval_around(const Trend& trend, double degrees_of_freedom) {
    if (std::isnan(trend.standard_error)) {
        return {};
    }
    constexpr double upper_end = 0.975;
    const double half =
        trend.standard_error *
        boost::math::quantile(boost::math::students_t(degrees_of_freedom), upper_end);
    return {trend.per_year - half, trend.per_year + half};
}

} // namespace

ByCalendarMonth exposure_of(const PresentMonths& months, const Trend& trend) {
    ByCalendarMonth exposure = {};
    for (std::size_t i = 0; i < months.size(); ++i) {
        exposure[months.calendar[i]] +=
            months.length[i] * std::exp(trend.per_year * months.since_origin[i]);
    }
    return exposure;
}

ByCalendarMonth by_calendar_month(const PresentMonths& months, std::span<const double> values) {
    ByCalendarMonth sums = {};
    for (std::size_t i = 0; i < months.size(); ++i) {
        sums[months.calendar[i]] += values[i];
    }
    return sums;
}

SlopeFit slope_fit(const PresentMonths& months, std::span<const double> totals, double per_year) {
    const ByCalendarMonth exposure = exposure_of(months, Trend{.per_year = per_year});
    const ByCalendarMonth crimes = by_calendar_month(months, totals);
    ByCalendarMonth mean_time = {};
    SlopeFit fit;
    for (std::size_t i = 0; i < months.size(); ++i) {
        const std::size_t c = months.calendar[i];
        const double share =
            months.length[i] * std::exp(per_year * months.since_origin[i]) / exposure[c];
        mean_time[c] += share * months.since_origin[i];
        fit.fitted.push_back(share * crimes[c]);
    }
    for (std::size_t i = 0; i < months.size(); ++i) {
        fit.leverage.push_back(months.since_origin[i] - mean_time[months.calendar[i]]);
        fit.score += fit.leverage[i] * totals[i];
        fit.information += fit.leverage[i] * fit.leverage[i] * fit.fitted[i];
    }
    return fit;
}

TrendFit fit_trend(const PresentMonths& months, std::span<const double> totals) {
    constexpr double largest_step = 1;
    constexpr double tolerance = 1e-12;
    constexpr int most_steps = 100;
    if (std::all_of(totals.begin(), totals.end(), [](double total) { return total == 0; })) {
        return {{}, {}, "there are no crimes"};
    }
    if (slope_fit(months, totals, 0).information == 0) {
        return {{}, {}, "no calendar month with crimes is present twice"};
    }
    if (runs_away(months, totals)) {
        return {{}, {}, "all crimes are at one end of the period"};
    }
    double slope = 0;
    for (int i = 0; i < most_steps; ++i) {
        const SlopeFit fit = slope_fit(months, totals, slope);
        const double step = std::clamp(fit.score / fit.information, -largest_step, largest_step);
        slope += step;
        if (std::abs(step) < tolerance) {
            break;
        }
    }
    const SlopeFit fit = slope_fit(months, totals, slope);
    const QuasiScale quasi = quasi_scale(months, totals, fit);
    const Trend trend{slope, std::sqrt(quasi.scale / fit.information)};
    return {trend, interval_around(trend, quasi.degrees_of_freedom), {}};
}

} // namespace crims
