// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "crims/knox.hpp"
#include "crims/near_repeat.hpp"

namespace crims {

/// What the places and days of crimes tell of those that follow.
enum class RepeatVerdict : std::uint8_t {
    clear,  ///< more pairs than places where crime lasts, seasons and local ups and downs explain
    none,   ///< no such pairs, and a follower of each tenth crime would be seen
    unknown ///< too few crimes to tell
};

/// How crimes of a type are followed by crimes.
struct RepeatFit {
    std::size_t events = 0;
    RepeatVerdict verdict = RepeatVerdict::unknown;
    NearRepeat law = {0, 0, 0, 0};            ///< all 0 unless clear; metres
    NearRepeat standard_error = {0, 0, 0, 0}; ///< leaving out a twentieth after the other
    double ratio_error = 0;                   ///< standard error of the ratio, clear or not
    double pairs = 0; ///< of crimes in one chain of followers, up to 60 days apart
};

/// Fits the pairs of crimes up to 1,000 units (metres) and 60 days apart, by bands of distance and
/// by days, with Poisson likelihood. The expected pairs of a band are
///
///   a x (all pairs so many days apart) x (1 + m (1 - days / 30) + h (1 - days / 183)) + f,
///
/// where a is the band's own: places where crime lasts. m and h are local ups and downs by month
/// and half-year, which fade with the distance, as the farther bands tell. f are the pairs of
/// chains of followers (Mohler et al. 2011), whose number by days and distance a NearRepeat gives
/// exactly. Pairs of the same day are left out: they are often one spree, or several reports of one
/// event. Weak priors keep what the data do not tell near usual_near_repeat.
///
/// In the unit of `events` 1 is a metre. Throws std::invalid_argument for an event at no place.
RepeatFit fit_near_repeats(std::span<const KnoxEvent> events);

} // namespace crims
