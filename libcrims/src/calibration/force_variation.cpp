// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "calibration/variation.hpp"

namespace crims {

namespace {

/// A variance of factors that hold for periods of `length` months.
struct PeriodVariance {
    double variance = 0;
    std::size_t length = 1;
};

/// The months around the means of their calendar months. Whatever the trend and other variation
/// move counts as that of the periods looked at, so that variances come out too large rather than
/// too small.
class SeasonalResiduals {
  public:
    SeasonalResiduals(const PresentMonths& months, std::span<const double> totals)
        : m_months(months), m_totals(totals), m_mean(months.size(), 0) {
        std::array<double, calendar_months> sums = {};
        for (std::size_t i = 0; i < months.size(); ++i) {
            m_seen[months.calendar[i]] += 1;
            sums[months.calendar[i]] += totals[i];
        }
        for (std::size_t i = 0; i < months.size(); ++i) {
            m_mean[i] = sums[months.calendar[i]] / m_seen[months.calendar[i]];
        }
    }

    /// The variance of periods of `length` months beside those that are known, by the sums of the
    /// months of each group. Infinite if the months do not tell.
    double variance(const std::vector<std::size_t>& group, std::size_t length,
                    const std::vector<PeriodVariance>& known) const {
        double excess = 0;
        double sensitivity = 0;
        for (std::size_t g = 0; g <= *std::max_element(group.begin(), group.end()); ++g) {
            const Square one = square(group, g);
            if (one.expected > 0) {
                excess += one.excess / one.expected;
                sensitivity +=
                    mean_square_of_periods(m_months, one.deviations, length) / one.expected;
                for (const PeriodVariance& other : known) {
                    excess -= other.variance *
                              mean_square_of_periods(m_months, one.deviations, other.length) /
                              one.expected;
                }
            }
        }
        const double crimes = std::accumulate(m_mean.begin(), m_mean.end(), 0.0);
        return sensitivity > 1e-9 * crimes ? excess / sensitivity
                                           : std::numeric_limits<double>::infinity();
    }

  private:
    /// The square of a sum of residuals, beyond Poisson, and what it depends on.
    struct Square {
        double expected = 0;
        double excess = 0;
        std::vector<double> deviations = {}; ///< a unit's in each month's factor
    };

    Square square(const std::vector<std::size_t>& group, std::size_t which) const {
        std::array<double, calendar_months> in_group = {};
        Square found;
        for (std::size_t i = 0; i < group.size(); ++i) {
            in_group[m_months.calendar[i]] += group[i] == which ? 1 : 0;
            found.expected += group[i] == which ? m_mean[i] : 0;
        }
        double residual = 0;
        for (std::size_t i = 0; i < group.size(); ++i) {
            const std::size_t c = m_months.calendar[i];
            const double a = (group[i] == which ? 1.0 : 0.0) - (in_group[c] / m_seen[c]);
            found.deviations.push_back(a * m_mean[i]);
            residual += a * m_totals[i];
            found.excess -= a * found.deviations.back();
        }
        found.excess += residual * residual;
        return found;
    }

    const PresentMonths& m_months;
    std::span<const double> m_totals;
    std::array<double, calendar_months> m_seen = {};
    std::vector<double> m_mean;
};

/// `force` bounds zones.by_level * variance from above. `crimes` is the expected count of the force
/// in one of the periods that vary.
double bounded(double variance, double force, double crimes, const ZoneShares& zones) {
    const double by_force = force / zones.by_level;
    if (by_force >= variance) {
        return variance;
    }
    // Both estimates are sums of squares, whose own variances are proportional to these: the zones'
    // at the variance that they show, the force's at the one that is found.
    // Large zones are told by the others as far as these have crimes, whatever the law by level.
    const double rest = (1 - zones.squares) * crimes;
    const double of_zones = (zones.count + (2 * variance * crimes) +
                             (variance * variance * zones.squares * crimes * crimes)) /
                            (rest * rest);
    double found = variance;
    constexpr int steps = 10; // settles in two or three
    for (int i = 0; i < steps; ++i) {
        const double of_force = std::pow((1 / (zones.by_level * crimes)) + found, 2);
        const double weight = of_zones / (of_zones + of_force);
        found = std::max(0.0, variance + (weight * (by_force - variance)));
    }
    return found;
}

} // namespace

ZoneVariation within_force(ZoneVariation variation, const PresentMonths& months,
                           std::span<const double> totals, const ZoneShares& zones) {
    if (zones.squares <= 0 || zones.squares >= 1) {
        return variation;
    }
    const SeasonalResiduals residuals(months, totals);
    const double crimes = std::accumulate(totals.begin(), totals.end(), 0.0);
    std::vector<PeriodVariance> known; // of the force; shorter periods take first what there is
    const auto bound = [&](double& variance, const std::vector<std::size_t>& group,
                           std::size_t groups, std::size_t length) {
        if (variance > 0) {
            variance = bounded(variance, residuals.variance(group, length, known),
                               crimes / static_cast<double>(groups), zones);
        }
        known.push_back({zones.by_level * variance, length});
    };
    std::vector<std::size_t> itself(months.size());
    std::iota(itself.begin(), itself.end(), std::size_t{0});
    bound(variation.zone_month, itself, months.size(), 1);
    bound(variation.zone_half_year, months.half_year, months.half_years, half_year_months);
    bound(variation.zone_year, months.year, months.years, calendar_months);
    return variation;
}

} // namespace crims
