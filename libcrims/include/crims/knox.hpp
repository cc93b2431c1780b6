// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace crims {

/// A crime in space and time.
struct KnoxEvent {
    double x = 0; ///< in the unit of the distances
    double y = 0;
    int day = 0;
};

/// How far apart two crimes are: bands of distances and of days, each with its upper end included
/// and the band before it left out. A first distance of 0 is the very place.
struct KnoxBands {
    std::vector<double> distances; ///< ascending, 0 or above
    std::vector<int> days;         ///< ascending, 0 or above
};

/// Knox's (1964) table: pairs of crimes by how far apart they are in space and time, and how many
/// there would be if times did not depend on places: the pairs of the distance, times the share of
/// all pairs that are so many days apart.
struct KnoxTable {
    KnoxBands bands;
    std::size_t events = 0;
    std::vector<double> pairs; ///< distance band * bands of days + band of days
    std::vector<double> expected;

    /// Pairs over expected ones; NaN where none are expected.
    double ratio(std::size_t distance, std::size_t days) const;
};

/// Exact, by distinct places: its time grows with the pairs of places within the longest distance.
/// Throws std::invalid_argument for bands that are not ascending or below 0.
KnoxTable knox_table(std::span<const KnoxEvent> events, const KnoxBands& bands);

/// What near repeats a Knox table suggests (Simulation's NearRepeat). The farthest distance and the
/// last band of days stand for what has nothing to do with repeats: seasons of the whole area, and
/// places where crime lasts. Beyond chance are the pairs of all other bands that exceed what is
/// expected times the ratios of both. A process in which each crime is followed by `ratio` others
/// has e = (1 / (1 - ratio)^2 - 1) / 2 such pairs a crime. All 0 where e is less than two standard
/// errors (of Poisson counts) above 0: in a dense town a hundredth of all pairs is much per crime.
struct RepeatEstimate {
    double pairs_a_crime = 0; ///< e, 0 or above
    double ratio = 0;
    double same_place = 0; ///< share of these pairs at the very place
    double mean_distance =
        0; ///< root mean square of the others over the root of 2: an axis' spread
    double mean_days = 0;
};

/// Needs two distances and two bands of days or more, and the first distance must be 0. Throws
/// std::invalid_argument.
RepeatEstimate repeat_estimate(const KnoxTable& table);

} // namespace crims
