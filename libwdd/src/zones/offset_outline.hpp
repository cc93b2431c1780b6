// SPDX-License-Identifier: MIT
#pragma once

#include "zones/geos.hpp"

namespace wdd {

/// An area with its narrow bays closed, so that it has far fewer vertices and arcs around them,
/// while its surroundings, everything no further than `distance`, stay the same to 0.0001
/// distances. May be invalid where parts of the boundary come close to each other.
GeosGeometry simplified_for_offset(const Area& area, double distance);

} // namespace wdd
