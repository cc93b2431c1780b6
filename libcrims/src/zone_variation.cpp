// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <numeric>

#include "variation.hpp"

namespace crims {

namespace {

/// A way to group the months present.
struct Grouping {
    std::vector<std::size_t> group; ///< of each month
    std::vector<double> share;      ///< of each group, of the force's crimes
};

Grouping grouping_of(const std::vector<std::size_t>& group, const std::vector<double>& share) {
    Grouping grouping{group,
                      std::vector<double>(*std::max_element(group.begin(), group.end()) + 1)};
    for (std::size_t i = 0; i < group.size(); ++i) {
        grouping.share[group[i]] += share[i];
    }
    return grouping;
}

std::size_t groups_with_crimes(const Grouping& grouping) {
    return static_cast<std::size_t>(std::count_if(grouping.share.begin(), grouping.share.end(),
                                                  [](double share) { return share > 0; }));
}

enum class Scale : std::uint8_t {
    relative, ///< a factor with a variance
    dirichlet ///< shares that sum to one
};

/// What one unit of a factor's variance adds to the chi-square by `residual`, a crime.
///
/// A residual is a sum of counts with coefficients a_m = [m in B] - P_B. A factor that is common to
/// the months of a group e therefore enters with the sum of a_m p_m over e: P_Be - P_B P_e.
double sensitivity(const Grouping& residual, const Grouping& factor, Scale scale,
                   const std::vector<double>& share) {
    const std::size_t factors = factor.share.size();
    std::vector<double> both(residual.share.size() * factors, 0);
    for (std::size_t i = 0; i < share.size(); ++i) {
        both[(residual.group[i] * factors) + factor.group[i]] += share[i];
    }
    double sum = 0;
    for (std::size_t b = 0; b < residual.share.size(); ++b) {
        for (std::size_t e = 0; e < factors; ++e) {
            if (residual.share[b] > 0 && factor.share[e] > 0) {
                const double a = both[(b * factors) + e] - (residual.share[b] * factor.share[e]);
                const double weight = scale == Scale::dirichlet ? factor.share[e] : 1;
                sum += a * a / (residual.share[b] * weight);
            }
        }
    }
    return sum;
}

constexpr std::size_t terms = 3; ///< month, year, calendar month

/// Linear equations for variances, an equation a variance.
struct Moments {
    std::array<std::array<double, terms>, terms> sensitivity = {};
    std::array<double, terms> excess = {};
};

/// Solves for the wanted variances by their own equations; the others are 0.
std::array<double, terms> solve(Moments moments, const std::array<bool, terms>& wanted) {
    auto& [a, b] = moments;
    std::array<double, terms> x = {};
    for (std::size_t i = 0; i < terms; ++i) {
        for (std::size_t j = i + 1; j < terms && wanted[i]; ++j) {
            const double factor = a[j][i] / a[i][i];
            for (std::size_t k = i; k < terms; ++k) {
                a[j][k] -= factor * a[i][k];
            }
            b[j] -= factor * b[i];
        }
    }
    for (std::size_t i = terms; i-- > 0;) {
        double rest = b[i];
        for (std::size_t k = i + 1; k < terms; ++k) {
            rest -= a[i][k] * x[k];
        }
        x[i] = wanted[i] ? rest / a[i][i] : 0;
    }
    return x;
}

std::array<double, terms> solve_without_negatives(const Moments& moments,
                                                  std::array<bool, terms> wanted) {
    for (;;) {
        const std::array<double, terms> x = solve(moments, wanted);
        std::size_t worst = 0;
        for (std::size_t i = 1; i < terms; ++i) {
            if (x[i] * moments.sensitivity[i][i] < x[worst] * moments.sensitivity[worst][worst]) {
                worst = i;
            }
        }
        if (x[worst] >= 0) {
            return x;
        }
        wanted[worst] = false;
    }
}

/// Pearson's chi-squares of zones against the force's shares, and what they depend on.
struct ChiSquares {
    double zones = 0;
    double crimes = 0;
    double pairs = 0; ///< sum of N (N - 1)
    std::array<double, terms> value = {};
};

ChiSquares chi_squares(const CrimeCounts& counts, const PresentMonths& months, std::size_t type,
                       const std::array<Grouping, terms>& groupings) {
    ChiSquares all;
    std::vector<double> sums;
    for (std::size_t zone = 0; zone < counts.zones; ++zone) {
        const std::span<const std::uint32_t> cell = located_of(counts, zone, type);
        double total = 0;
        for (const std::size_t m : months.at) {
            total += cell[m];
        }
        if (total == 0) {
            continue;
        }
        all.zones += 1;
        all.crimes += total;
        all.pairs += total * (total - 1);
        for (std::size_t term = 0; term < terms; ++term) {
            const auto& [group, share] = groupings[term];
            sums.assign(share.size(), 0);
            for (std::size_t i = 0; i < months.size(); ++i) {
                sums[group[i]] += cell[months.at[i]];
            }
            for (std::size_t g = 0; g < share.size(); ++g) {
                if (share[g] > 0) {
                    const double residual = sums[g] - (total * share[g]);
                    all.value[term] += residual * residual / (total * share[g]);
                }
            }
        }
    }
    return all;
}

std::array<Grouping, terms> groupings_of(const PresentMonths& months,
                                         const std::vector<double>& share) {
    std::vector<std::size_t> itself(months.size());
    std::iota(itself.begin(), itself.end(), std::size_t{0});
    return {grouping_of(itself, share), grouping_of(months.year, share),
            grouping_of(months.calendar, share)};
}

} // namespace

ZoneVariation zone_variation(const CrimeCounts& counts, const PresentMonths& months,
                             std::size_t type) {
    std::vector<double> share = monthly_totals(counts, months, type).located;
    const double crimes = std::accumulate(share.begin(), share.end(), 0.0);
    if (crimes == 0) {
        return {};
    }
    for (double& value : share) {
        value /= crimes;
    }
    const std::array<Grouping, terms> groupings = groupings_of(months, share);
    const std::size_t by_month = groups_with_crimes(groupings[0]);
    const std::size_t by_year = groups_with_crimes(groupings[1]);
    const std::size_t by_calendar_month = groups_with_crimes(groupings[2]);
    const ChiSquares found = chi_squares(counts, months, type, groupings);
    // N - Z - Q / N: the crimes beyond the first of each zone, less what the force's shares, which
    // hold the zone's own crimes, take of them. 0 for a single zone.
    const double scale = found.crimes - found.zones - (found.pairs / found.crimes);
    if (scale <= 1e-9 * found.crimes) {
        return {};
    }
    Moments moments;
    for (std::size_t i = 0; i < terms; ++i) {
        const auto freedom = static_cast<double>(groups_with_crimes(groupings[i]) - 1);
        moments.excess[i] = (found.value[i] - ((found.zones - 1) * freedom)) / scale;
        for (std::size_t j = 0; j < terms; ++j) {
            moments.sensitivity[i][j] =
                sensitivity(groupings[i], groupings[j],
                            j + 1 == terms ? Scale::dirichlet : Scale::relative, share);
        }
    }
    ZoneVariation variation;
    variation.knows_zone_year = by_year > 1;
    variation.knows_zone_month = by_month > by_year + by_calendar_month - 1;
    const std::array<double, terms> variances = solve_without_negatives(
        moments, {variation.knows_zone_month, variation.knows_zone_year, by_calendar_month > 1});
    variation.zone_year = variances[1];
    variation.profile = std::min(variances[2], 1.0);
    // A month's factor multiplies the two others, whose mean squares (of a Dirichlet share over its
    // mean: 1 + profile (C - 1) for C even months) are in its equation's solution.
    const double profile_square =
        1 + (variation.profile * static_cast<double>(by_calendar_month - 1));
    variation.zone_month = variances[0] / ((1 + variation.zone_year) * profile_square);
    if (by_calendar_month > 1) {
        variation.profile_noise =
            variances[0] * moments.sensitivity[2][0] / moments.sensitivity[2][2];
    }
    return variation;
}

} // namespace crims
