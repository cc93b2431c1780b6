// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "wdd/area.hpp"
#include "wdd/point.hpp"

class OGRGeometry;

namespace crims_tool {

using wdd::Point;

/// The last point joins the first, whether it repeats it or not.
using Ring = std::vector<Point>;

/// An areal unit as rings in one plane. What lies in an odd number of rings is inside, so holes and
/// separate parts need no order.
struct Shape {
    std::vector<Ring> rings = {};

    /// Throws std::invalid_argument if there is no point.
    wdd::Box box() const;
};

/// The rings of all polygons that a geometry holds; curves become lines.
Shape shape_of(const OGRGeometry& geometry);

} // namespace crims_tool
