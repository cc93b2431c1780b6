// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/triangle_area.hpp"

#include <vector>

#include "wdd/triangles.hpp"

namespace crims_tool {

std::optional<wdd::Area> area_of(std::span<const crims::Triangle> triangles) {
    std::vector<wdd::Triangle> corners;
    corners.reserve(triangles.size());
    for (const crims::Triangle& t : triangles) {
        corners.push_back({{{t.x[0], t.y[0]}, {t.x[1], t.y[1]}, {t.x[2], t.y[2]}}});
    }
    return wdd::covered_area(corners);
}

} // namespace crims_tool
