// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "calibration/count_table.hpp"

namespace crims {

/// A way to group the months present.
struct MonthGrouping {
    std::vector<std::size_t> group; ///< of each month
    std::vector<double> share;      ///< of each group, of the force's crimes
};

std::size_t groups_with_crimes(const MonthGrouping& grouping);

/// In the order of the equations.
enum VariationTerm : std::uint8_t { month_term, half_year_term, year_term, season_term };

inline constexpr std::size_t variation_terms = 4;

/// The months by each term. `share` is of the force's crimes,
/// one per month present.
std::array<MonthGrouping, variation_terms> groupings_of(const PresentMonths& months,
                                                        const std::vector<double>& share);

/// Which variances the months allow to tell.
std::array<bool, variation_terms>
known_terms(const std::array<MonthGrouping, variation_terms>& groupings);

/// Linear equations for variances, an equation a variance.
struct VariationMoments {
    /// What one unit of each variance adds to the excess: those of month, half-year and year are of
    /// relative factors, that of the calendar month is of a Dirichlet distribution's shares.
    std::array<std::array<double, variation_terms>, variation_terms> sensitivity = {};
    std::array<double, variation_terms> excess = {};
};

/// The equations of sums of squared residuals by each grouping, each over the expected count, a
/// crime; without their excess.
///
/// A residual is a sum of counts with coefficients a_m = [m in B] - P_B. A factor that is common to
/// the months of a period e therefore enters with the sum of a_m p_m over e.
VariationMoments moments_of(const PresentMonths& months,
                            const std::array<MonthGrouping, variation_terms>& groupings,
                            const std::vector<double>& share);

/// Solves for the wanted variances, without those that would come out negative.
std::array<double, variation_terms>
solve_without_negatives(const VariationMoments& moments, std::array<bool, variation_terms> wanted);

} // namespace crims
