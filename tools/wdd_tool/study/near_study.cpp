// SPDX-License-Identifier: MIT
#include "wdd_tool/study/near_study.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

constexpr double least_metres = 1000;

/// In the unit of the coordinates.
double clear_distance(const StudyAreas& areas) {
    return std::max(2 * areas.distance, least_metres / areas.crs.unit().metres);
}

bool meet(const wdd::Box& a, const wdd::Box& b) {
    return a.min_x <= b.max_x && b.min_x <= a.max_x && a.min_y <= b.max_y && b.min_y <= a.max_y;
}

} // namespace

NearStudy::NearStudy(const StudyAreas& areas)
    : m_surroundings(wdd::surrounded(areas.response, clear_distance(areas))),
      m_control(areas.control),
      m_distance_text(
          fmt::format("{:.3g} km", clear_distance(areas) * areas.crs.unit().metres / 1000)) {}

bool NearStudy::is_far(const wdd::Box& box) const {
    return !meet(box, m_surroundings.box()) && !meet(box, m_control.box());
}

bool NearStudy::holds(const wdd::Area& area) const {
    return is_near_response(area) ||
           (meet(area.box(), m_control.box()) && wdd::shared_area(area, m_control) > 0);
}

bool NearStudy::is_near_response(const wdd::Area& area) const {
    return meet(area.box(), m_surroundings.box()) && wdd::shared_area(area, m_surroundings) > 0;
}

} // namespace wdd_tool
