// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/near_area.hpp"
#include "wdd_tool/study/area_reader.hpp"

namespace wdd_tool {

/// Where no comparison area may lie: so near to the response area that the response may have
/// changed crime there, or in the control area, which is compared for itself.
class NearStudy {
  public:
    explicit NearStudy(const StudyAreas& areas);

    /// A quick look: true only where `holds` is false.
    bool is_far(const wdd::Box& box) const {
        return !box.meets(m_response.box()) && !box.meets(m_control.box());
    }

    /// True if some of the area lies there.
    bool holds(const wdd::Area& area) const {
        return m_response.is_near(area) || m_control.is_near(area);
    }

    /// True if the area comes within the distance of the response area.
    bool is_near_response(const wdd::Area& area) const { return m_response.is_near(area); }

    std::string distance_text() const { return m_distance_text; }

  private:
    mutable wdd::NearArea m_response; ///< draws only once, so nobody sees it change
    mutable wdd::NearArea m_control;
    std::string m_distance_text;
};

} // namespace wdd_tool
