// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "wdd/shape.hpp"

class OGRGeometry;

namespace crims_tool {

using wdd::Point;
using wdd::Shape;

using Ring = std::vector<Point>;

/// The rings of all polygons that a geometry holds; curves become lines.
Shape shape_of(const OGRGeometry& geometry);

} // namespace crims_tool
