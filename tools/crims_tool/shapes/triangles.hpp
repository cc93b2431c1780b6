// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "crims/model.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// Makes the error for polygon number `index`.
using PolygonProblem =
    std::function<toolkit::DataError(std::size_t index, const std::string& problem)>;

/// Each polygon as triangles that cover it and do not overlap: its constrained Delaunay
/// triangulation, corners of its rings only. An invalid polygon is repaired by its ring structure
/// first. Throws what `problem` makes for a geometry that is not a polygon, has no area, or whose
/// triangles do not sum to its area (1e-9).
std::vector<std::vector<crims::Triangle>> triangulate(std::span<const wdd::Wkb> polygons,
                                                      const PolygonProblem& problem);

} // namespace crims_tool
