// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "crims_tool/zones/map_zones.hpp"

namespace crims_tool {

/// Zones for the page, as GeoJSON in EPSG:4326. What is smaller than a pixel of a large screen is
/// left out. `people` of each zone of the layer, NaN: not known; empty: of none.
std::string outlines_of(const MapZones& zones, const MapPlane& plane,
                        std::span<const double> people);

} // namespace crims_tool
