// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <numeric>

#include "calibration/variation.hpp"
#include "calibration/variation_moments.hpp"

namespace crims {

namespace {

/// Pearson's chi-squares of zones against the force's shares, and what they depend on.
struct ChiSquares {
    double zones = 0;
    double crimes = 0;
    double pairs = 0; ///< sum of N (N - 1)
    std::array<double, variation_terms> value = {};
};

ChiSquares chi_squares(const CrimeCounts& counts, const PresentMonths& months, std::size_t type,
                       const std::array<Grouping, variation_terms>& groupings) {
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
        for (std::size_t term = 0; term < variation_terms; ++term) {
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
    const std::array<Grouping, variation_terms> groupings = groupings_of(months, share);
    const ChiSquares found = chi_squares(counts, months, type, groupings);
    // N - Z - Q / N: the crimes beyond the first of each zone, less what the force's shares, which
    // hold the zone's own crimes, take of them. 0 for a single zone.
    const double scale = found.crimes - found.zones - (found.pairs / found.crimes);
    if (scale <= 1e-9 * found.crimes) {
        return {};
    }
    VariationMoments moments = moments_of(months, groupings, share);
    for (std::size_t i = 0; i < variation_terms; ++i) {
        const auto freedom = static_cast<double>(groups_with_crimes(groupings[i]) - 1);
        moments.excess[i] = (found.value[i] - ((found.zones - 1) * freedom)) / scale;
    }
    const std::array<bool, variation_terms> known = known_terms(groupings);
    const std::array<double, variation_terms> variances = solve_without_negatives(moments, known);
    ZoneVariation variation;
    variation.knows_zone_month = known[month_term];
    variation.knows_zone_half_year = known[half_year_term];
    variation.knows_zone_year = known[year_term];
    variation.zone_year = variances[year_term];
    variation.profile = std::min(variances[season_term], 1.0);
    // A factor multiplies those of longer periods, whose mean squares (of a Dirichlet share over
    // its mean: 1 + profile (C - 1) for C even months) are in its equation's solution.
    const double profile_square =
        1 +
        (variation.profile * static_cast<double>(groups_with_crimes(groupings[season_term]) - 1));
    variation.zone_half_year = variances[half_year_term] / (1 + variation.zone_year);
    variation.zone_month =
        variances[month_term] /
        ((1 + variation.zone_year) * (1 + variation.zone_half_year) * profile_square);
    if (known[season_term]) {
        variation.profile_noise = variances[month_term] *
                                  moments.sensitivity[season_term][month_term] /
                                  moments.sensitivity[season_term][season_term];
    }
    return variation;
}

} // namespace crims
