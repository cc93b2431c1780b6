// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "calibration/count_table.hpp"

namespace crims {

class ZoneMoments;

/// How zones differ from their force in the same months, beyond Poisson. Variances of relative
/// deviations; those of the seasonal profile are of a Dirichlet distribution, whose prior weight
/// is 1 / profile - 1.
struct ZoneVariation {
    double profile = 0;       ///< of a zone's share of each calendar month
    double profile_noise = 0; ///< what zone_month looks like in a zone's profile
    double zone_year = 0;
    double zone_half_year = 0;
    double zone_month = 0;
    LevelLaw by_level = {};            ///< of zone_year, zone_half_year and zone_month
    bool knows_zone_year = false;      ///< the months allow to tell zone_year
    bool knows_zone_half_year = false; ///< and zone_half_year
    bool knows_zone_month = false;     ///< and zone_month
};

/// Method of moments. The residuals of a zone are its counts less its total times the force's share
/// of each month, so that seasons, trend and whatever moves the whole force drop out. Their Pearson
/// chi-square is taken four times: by month, half-year, calendar year and calendar month. Each
/// expectation is linear in the four variances, with coefficients of the shares alone (exact in the
/// mean for small variances, with the degree of freedom that the force's shares cost). A variance
/// that comes out negative is set to 0 and the others are solved for again.
///
/// The variances fall with the zones' level by `exponent` (level_exponent.hpp), but for that of the
/// profile; they are those of the level at which the mean over crimes of the law's factors is 1.
///
/// Assumes that the factors are independent. That they multiply is in
/// the equations to first order, and the product of zone_month with the others. With a handful of
/// zones the estimates vary widely, and zone_month comes out a little small: the force's shares
/// then follow the zones' own variation.
ZoneVariation zone_variation(const ZoneMoments& zones, double exponent);

/// How a type's crimes are spread over the zones.
struct ZoneShares {
    double count = 0;    ///< zones with any
    double squares = 0;  ///< sum of the squares of the zones' shares: how concentrated crime is
    double by_level = 0; ///< the same, each times what the zone's level makes of a variance
};

/// The zones' variation as far as the force's own months bear it out. Where few zones have most of
/// the crime, the others alone tell how a zone varies beside the force, and what holds for the
/// small ones would be put on the large ones. But the force then varies as they do: about its
/// seasons, by `zones.by_level` times the zones' variance, and by what moves all zones. So where
/// the force varies by less, the two estimates are averaged by their precision: for one large zone
/// the force's counts, for hundreds of like zones nothing to speak of. `totals` are the crimes with
/// a zone of each month present.
ZoneVariation within_force(ZoneVariation variation, const PresentMonths& months,
                           std::span<const double> totals, const ZoneShares& zones);

/// What crime types have in common, by moments of the products of two types' residuals in a zone
/// and month, half-year, year and calendar month (the last, lasting differences of season that
/// types share, is left out). `dispersion` is of each type, `incidence` the rates of all cells. The
/// zones weigh by their crimes, so that the variance of all types together is right.
CommonDispersion common_variation(const CrimeCounts& counts, const PresentMonths& months,
                                  std::span<const Dispersion> dispersion,
                                  std::span<const double> incidence);

struct YearVariation {
    double year = 0;
    bool known = false; ///< the months allow to tell
};

/// The variance of the force's calendar years around its fitted seasons and trend, less what the
/// zones' own variation brings; by moments, for the residuals are linear in the counts but for the
/// weights of the trend. `concentration` is ZoneShares::by_level.
///
/// With few years the estimate varies widely (two years: one squared number). What moves the whole
/// force for less than a year is not part of the model; the part of it that does not average out
/// over a year counts as year's.
YearVariation year_variation(const PresentMonths& months, std::span<const double> totals,
                             const Trend& trend, bool trend_fitted, const ZoneVariation& zones,
                             double concentration);

} // namespace crims
