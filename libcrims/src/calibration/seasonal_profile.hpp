// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>
#include <vector>

#include "calibration/variation.hpp"

namespace crims {

using SeasonalCounts = std::array<double, calendar_months>;

/// Crimes of zones by calendar month, drawn toward a common profile.
struct Profiles {
    std::vector<SeasonalCounts> shrunk; ///< one per zone
    double parameters = 0;              ///< what the profiles cost in degrees of freedom
};

/// Draws the profile of each zone toward a common one by the weight 1 - own, where own = rho N /
/// (rho N + 1 - rho + noise N) for N `located` crimes: the best linear predictor under a Dirichlet
/// prior.
///
/// The common profile is the mean of the zones' weighted by N (1 - own). Up to a constant that is
/// the precision of a zone's profile as an estimate of the common one; and with it the sums of each
/// zone and of each calendar month stay what they were, without raking: sum over zones of own N_zc
/// + (1 - own) N_z P_c = sum of N_zc.
Profiles shrunk_profiles(std::vector<SeasonalCounts> crimes, std::span<const double> located,
                         const ZoneVariation& variation);

/// The rates of calendar months never seen (exposure 0), on a line between those of the nearest
/// months of the year that were. The rates of the others stay.
SeasonalCounts interpolated(SeasonalCounts rates, const SeasonalCounts& exposure);

} // namespace crims
