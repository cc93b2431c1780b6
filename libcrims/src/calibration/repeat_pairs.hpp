// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "crims/knox.hpp"

namespace crims {

/// Crimes and their pairs near each other, as RepeatFit explains them.
struct RepeatPairs {
    std::vector<double> distances; ///< ends of the bands; the first, 0, is the very place
    int days = 0;                  ///< longest time apart
    double span = 0;               ///< days from the first crime to the last, both included
    double events = 0;
    std::vector<double> all;     ///< pairs by days apart, whatever the distance
    std::vector<double> in_band; ///< band * (days + 1) + day

    std::size_t at(std::size_t band, std::size_t day) const {
        return (band * (static_cast<std::size_t>(days) + 1)) + day;
    }
};

/// All pairs, and those of each of `groups` groups of crimes: pieces of a square kilometre and half
/// a year, which are nearly independent of each other. A pair belongs to the group of one of its
/// crimes.
struct GroupedPairs {
    RepeatPairs whole;
    std::vector<double> events_of;               ///< by group
    std::vector<std::vector<double>> in_band_of; ///< by group, as RepeatPairs::in_band
};

GroupedPairs grouped_pairs(std::span<const KnoxEvent> events, const std::vector<double>& distances,
                           int days, std::size_t groups);

/// Without a group's crimes and pairs.
RepeatPairs without_group(const GroupedPairs& pairs, std::size_t group);

} // namespace crims
