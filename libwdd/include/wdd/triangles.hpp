// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/point.hpp"

namespace wdd {

using Triangle = std::array<Point, 3>;

/// The area that triangles cover, which do not overlap; no value: none, or nothing that has a size.
std::optional<Area> covered_area(std::span<const Triangle> triangles);

/// Triangles that cover an area and do not overlap: its constrained Delaunay triangulation, corners
/// of its rings only.
std::vector<Triangle> triangulated(const Area& area);

} // namespace wdd
