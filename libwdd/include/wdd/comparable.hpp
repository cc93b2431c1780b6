// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "wdd/forecast.hpp"

namespace wdd {

/// The area's own usual count: the mean of pre-treatment count and history, or the former alone.
double usual_count(const AreaCounts& counts);

/// How many times larger or smaller a comparison area may be: 2.5, or 4 for an area whose usual
/// count is below 30.
double size_factor(const AreaCounts& response);

/// True if the other area's usual count is within the factor of the response area's. What the area
/// recorded in the treatment period has no part in it.
bool is_comparable(const AreaCounts& other, const AreaCounts& response);

/// False if no area with counts between these two is comparable.
bool may_be_comparable(const AreaCounts& least, const AreaCounts& most, const AreaCounts& response);

/// How far comparison areas are kept from the response area, so that the response has not reached
/// them: twice the width of the rings, at least a kilometre. `metre` in the unit of the
/// coordinates.
double clear_distance(double ring_width, double metre);

/// Indices of the areas to compare with, in their order: the comparable ones. For a small count
/// only those within the narrower factor, if they are enough: most areas are small, the counts of
/// smaller areas vary more, and many of them would make the forecast for a larger one too cautious.
std::vector<std::size_t> comparable_areas(std::span<const PlaceCounts> others,
                                          const PlaceCounts& response);

} // namespace wdd
