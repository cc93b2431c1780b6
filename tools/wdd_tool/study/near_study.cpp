// SPDX-License-Identifier: MIT
#include "wdd_tool/study/near_study.hpp"

#include <fmt/format.h>

#include "wdd/comparable.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

/// In the unit of the coordinates.
double clear_distance(const StudyAreas& areas) {
    return wdd::clear_distance(areas.distance, 1 / areas.crs.unit().metres);
}

} // namespace

NearStudy::NearStudy(const StudyAreas& areas)
    : m_surroundings(wdd::surrounded(areas.response, clear_distance(areas))),
      m_control(areas.control),
      m_distance_text(
          fmt::format("{:.3g} km", clear_distance(areas) * areas.crs.unit().metres / 1000)) {}

bool NearStudy::is_far(const wdd::Box& box) const {
    return !box.meets(m_surroundings.box()) && !box.meets(m_control.box());
}

bool NearStudy::holds(const wdd::Area& area) const {
    return is_near_response(area) ||
           (area.box().meets(m_control.box()) && wdd::shared_area(area, m_control) > 0);
}

bool NearStudy::is_near_response(const wdd::Area& area) const {
    return area.box().meets(m_surroundings.box()) && wdd::shared_area(area, m_surroundings) > 0;
}

} // namespace wdd_tool
