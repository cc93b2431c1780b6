// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/forecast.hpp"

namespace wdd {

/// A zone that may be compared, alone or merged with others.
struct ComparisonZone {
    Box box = {};
    AreaCounts counts = {};
};

/// For each zone those that touch it or are no further away than `slack` (> 0), in their order.
std::vector<std::vector<std::size_t>> neighbouring_zones(std::span<const Area> zones, double slack);

/// True if the zones are typically so much smaller than the response area that single ones are
/// another kind of place: it has more than twice the usual count of the middle one.
bool need_merging(std::span<const ComparisonZone> zones, const AreaCounts& response);

/// Zones that hold much less than the response area, joined with neighbours. A group grows from its
/// first zone by the neighbour nearest to that one, as long as that brings its usual count nearer
/// to the response area's. Each zone is in one group. `neighbours` as neighbouring_zones gives it.
std::vector<std::vector<std::size_t>>
merged_zones(std::span<const ComparisonZone> zones,
             const std::vector<std::vector<std::size_t>>& neighbours, const AreaCounts& response);

} // namespace wdd
