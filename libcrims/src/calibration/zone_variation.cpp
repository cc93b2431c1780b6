// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "calibration/variation.hpp"
#include "calibration/zone_moments.hpp"

namespace crims {

ZoneVariation zone_variation(const ZoneMoments& zones, double exponent) {
    if (!zones.tell()) {
        return {};
    }
    const LevelSolution solution = zones.solve(exponent);
    const std::array<bool, variation_terms>& known = zones.known();
    const std::array<double, variation_terms>& variances = solution.variances;
    const VariationMoments& moments = zones.moments();
    ZoneVariation variation;
    variation.by_level = solution.law;
    variation.knows_zone_month = known[month_term];
    variation.knows_zone_half_year = known[half_year_term];
    variation.knows_zone_year = known[year_term];
    variation.zone_year = variances[year_term];
    variation.profile = std::min(variances[season_term], 1.0);
    // A factor multiplies those of longer periods, whose mean squares (of a Dirichlet share over
    // its mean: 1 + profile (C - 1) for C even months) are in its equation's solution.
    const double profile_square =
        1 + (variation.profile *
             static_cast<double>(groups_with_crimes(zones.groupings()[season_term]) - 1));
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
