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

} // namespace crims
