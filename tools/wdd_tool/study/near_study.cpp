// SPDX-License-Identifier: MIT
#include "wdd_tool/study/near_study.hpp"

#include <fmt/format.h>

#include "wdd/comparable.hpp"

namespace wdd_tool {

namespace {

/// In the unit of the coordinates.
double clear_distance(const StudyAreas& areas) {
    return wdd::clear_distance(areas.distance, 1 / areas.crs.unit().metres);
}

} // namespace

NearStudy::NearStudy(const StudyAreas& areas)
    : m_response(areas.response, clear_distance(areas)), m_control(areas.control, 0),
      m_distance_text(
          fmt::format("{:.3g} km", clear_distance(areas) * areas.crs.unit().metres / 1000)) {}

} // namespace wdd_tool
