// SPDX-License-Identifier: MIT
#pragma once

#include <utility>
#include <vector>

#include "wdd/area.hpp"

namespace wdd {

/// The rings of an area's polygons, outer ones and holes, for drawing.
using Outline = std::vector<std::vector<std::pair<double, double>>>;

Outline outline(const Area& area);

} // namespace wdd
