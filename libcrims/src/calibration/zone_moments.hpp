// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "calibration/count_table.hpp"
#include "calibration/variation_moments.hpp"

namespace crims {

/// A zone's crimes, and Pearson's chi-squares of them against the force's shares.
struct ZoneChiSquares {
    double crimes = 0;
    double elsewhere = 0; ///< share of the force's crimes in other zones
    std::array<double, variation_terms> value = {};
};

/// The variances that explain a type's chi-squares if they fall with the level by some exponent.
struct LevelSolution {
    LevelLaw law; ///< whose level is such that the mean over crimes of its factors is 1
    std::array<double, variation_terms> variances = {};
    double season_scale = 1; ///< those of the seasons do not fall: their part beside the others
};

/// The chi-squares of a type's zones, and the equations for the variances behind them.
class ZoneMoments {
  public:
    ZoneMoments(const CrimeCounts& counts, const PresentMonths& months, std::size_t type);

    /// False: there are no two zones with crimes, and nothing is told.
    bool tell() const;

    const std::vector<ZoneChiSquares>& zones() const { return m_zones; } ///< those with crimes

    const std::array<bool, variation_terms>& known() const { return m_known; }

    /// Without their excess.
    const VariationMoments& moments() const { return m_moments; }

    const std::array<MonthGrouping, variation_terms>& groupings() const { return m_groupings; }

    LevelSolution solve(double exponent) const;

    /// Half the deviance of a zone's chi-squares by month, half-year and year, as multiples of
    /// their expectation under a solution; each of the three weighs alike.
    double deviance(const ZoneChiSquares& zone, const LevelSolution& solution) const;

  private:
    double factor(const LevelLaw& law, const ZoneChiSquares& zone) const {
        return law.factor(zone.crimes / m_years);
    }

    double freedom(std::size_t term) const;

    double m_years = 1; ///< months present, in years
    std::vector<ZoneChiSquares> m_zones;
    double m_crimes = 0;
    double m_base = 0; ///< sum over zones of what a variance of 1 adds a unit of sensitivity
    std::array<MonthGrouping, variation_terms> m_groupings = {};
    std::array<bool, variation_terms> m_known = {};
    VariationMoments m_moments;
};

} // namespace crims
