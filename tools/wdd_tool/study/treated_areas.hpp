// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

/// Areas that are evaluated in one go. Where one has been treated nothing is compared with the
/// others: a comparison area is one where nothing was done.
class TreatedAreas {
  public:
    /// `distance` is the width of the rings.
    explicit TreatedAreas(double distance) : m_distance(distance) {}

    /// The zones are those of the area, as they are drawn, and must outlive this.
    void add(const wdd::Area& area, const wdd::ZoneGeometry& zones, std::chrono::sys_days start);

    /// True if a box comes within the rings' width of another area's box that was treated by then.
    bool meets_box(const wdd::Box& box, std::size_t self, std::chrono::sys_days by) const;

    /// True if the zone of that number lies in another area, or its ring, that was treated by then.
    bool holds(std::size_t zone, const wdd::Area& area, std::size_t self,
               std::chrono::sys_days by) const;

  private:
    struct One {
        wdd::Box box; ///< of the area with its ring
        const wdd::ZoneGeometry* zones = nullptr;
        std::chrono::sys_days start;
    };

    double m_distance;
    std::vector<One> m_areas;
    mutable std::map<std::pair<std::size_t, std::size_t>, bool> m_known; ///< by zone and area
};

/// One of them, for which the others are left out.
struct OtherTreated {
    const TreatedAreas& areas;
    std::size_t self = 0;
    std::chrono::sys_days by; ///< the end of its treatment period
};

} // namespace wdd_tool
