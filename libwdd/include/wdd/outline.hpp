// SPDX-License-Identifier: MIT
#pragma once

#include "wdd/area.hpp"
#include "wdd/shape.hpp"

namespace wdd {

/// The rings of an area's polygons, outer ones and holes; each repeats its first point.
Shape outline(const Area& area);

} // namespace wdd
