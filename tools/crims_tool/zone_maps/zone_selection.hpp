// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "wdd/area.hpp"

namespace crims_tool {

struct ZoneExtent {
    wdd::Box box;
    double crimes = 0;
};

/// Which zones belong on a map of crimes when nobody draws its boundary.
///
/// Recorded crimes of one force lie in the odd zone at the other end of the country too. The core
/// is the zones with at least a twentieth of the crimes of the typical crime's zone (that half of
/// all crimes lie in zones with as many or more). If the layer as a whole is not much larger than
/// the core (at most four times its box), it is the study area: all zones belong. Else those of the
/// core do, and those with crimes that touch its zones (by their boxes); zones elsewhere do not.
/// No zone has crimes: none is chosen.
std::vector<bool> zones_on_map(std::span<const ZoneExtent> zones);

} // namespace crims_tool
