// SPDX-License-Identifier: MIT
#include "wdd/placebo.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <boost/math/distributions/normal.hpp>

namespace wdd {

namespace {

constexpr double five_percent = 0.05;

template<class Condition>
double share(const std::vector<double>& values, Condition&& condition) {
    const auto met = std::count_if(values.begin(), values.end(), condition);
    return static_cast<double>(met) / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values, double mean) {
    const double squares =
        std::accumulate(values.begin(), values.end(), 0.0, [mean](double sum, double value) {
            return sum + (value - mean) * (value - mean);
        });
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

} // namespace

std::string_view placebo_name(PlaceboKind kind) {
    switch (kind) {
    case PlaceboKind::relocation:
        return "relocation";
    case PlaceboKind::candidate:
        return "candidate";
    case PlaceboKind::date:
        break;
    }
    return "date";
}

double quantile(std::span<const double> ascending, double share) {
    if (ascending.empty() || !(share >= 0 && share <= 1)) {
        throw std::invalid_argument("a quantile needs values and a share from 0 to 1");
    }
    const double rank = share * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    return std::lerp(ascending[below], ascending[above], rank - static_cast<double>(below));
}

double normal_quantile(double share) {
    return boost::math::quantile(boost::math::normal_distribution<double>(), share);
}

PlaceboVerdict verdict_of(const PlaceboFamily& family) {
    const PlaceboDistribution& apart = family.apart;
    if (apart.observed >= 0) {
        return PlaceboVerdict::no_reduction;
    }
    if (apart.z.size() < fewest_placebos) {
        return PlaceboVerdict::too_few;
    }
    return apart.p_empirical <= five_percent ? PlaceboVerdict::unusual
                                             : PlaceboVerdict::not_unusual;
}

std::string_view verdict_name(PlaceboVerdict verdict) {
    switch (verdict) {
    case PlaceboVerdict::no_reduction:
        return "no reduction";
    case PlaceboVerdict::too_few:
        return "too few";
    case PlaceboVerdict::unusual:
        return "unusual";
    case PlaceboVerdict::not_unusual:
        break;
    }
    return "not unusual";
}

PlaceboDistribution compare_with_placebos(double observed, std::vector<double> z) {
    const auto finite = [](double value) { return std::isfinite(value); };
    if (!finite(observed) || !std::all_of(z.begin(), z.end(), finite)) {
        throw std::invalid_argument("a z among the placebos is not a finite number");
    }
    PlaceboDistribution found;
    found.observed = observed;
    found.z = std::move(z);
    std::sort(found.z.begin(), found.z.end());
    // Equal fractions may differ in their last digit, -1/sqrt(2) and -3/sqrt(18), and are ties.
    const double tie = observed + 1e-12 * std::max(1.0, std::abs(observed));
    found.at_or_below = static_cast<std::size_t>(
        std::upper_bound(found.z.begin(), found.z.end(), tie) - found.z.begin());
    const auto count = static_cast<double>(found.z.size());
    const double tie_below = observed - (tie - observed);
    found.at_or_above = static_cast<std::size_t>(
        found.z.end() - std::lower_bound(found.z.begin(), found.z.end(), tie_below));
    found.p_empirical = (1 + static_cast<double>(found.at_or_below)) / (count + 1);
    found.p_increase = (1 + static_cast<double>(found.at_or_above)) / (count + 1);
    if (found.z.empty()) {
        return found;
    }
    found.mean = std::accumulate(found.z.begin(), found.z.end(), 0.0) / count;
    if (found.z.size() > 1) {
        found.deviation = deviation_of(found.z, *found.mean);
    }
    const double one_tailed = normal_quantile(five_percent);
    const double two_tailed = -normal_quantile(five_percent / 2);
    found.share_p_005 = share(found.z, [&](double value) { return value <= one_tailed; });
    found.share_two_005 =
        share(found.z, [&](double value) { return std::abs(value) >= two_tailed; });
    return found;
}

} // namespace wdd
