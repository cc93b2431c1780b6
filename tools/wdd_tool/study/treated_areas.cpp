// SPDX-License-Identifier: MIT
#include "wdd_tool/study/treated_areas.hpp"

#include <algorithm>
#include <array>

namespace wdd_tool {

void TreatedAreas::add(const wdd::Area& area, const wdd::ZoneGeometry& zones,
                       std::chrono::sys_days start) {
    m_areas.push_back({area.box().grown(m_distance), &zones, start});
}

bool TreatedAreas::meets_box(const wdd::Box& box, std::size_t self,
                             std::chrono::sys_days by) const {
    for (std::size_t i = 0; i < m_areas.size(); ++i) {
        if (i != self && m_areas[i].start <= by && m_areas[i].box.meets(box)) {
            return true;
        }
    }
    return false;
}

bool TreatedAreas::holds(std::size_t zone, const wdd::Area& area, std::size_t self,
                         std::chrono::sys_days by) const {
    const auto lies_in = [&](std::size_t i) {
        const auto [known, is_new] = m_known.try_emplace({zone, i}, false);
        if (is_new) {
            const auto& polygons = m_areas[i].zones->polygons;
            known->second = std::ranges::any_of(
                std::array{wdd::Zone::treated, wdd::Zone::treated_displacement},
                [&](wdd::Zone part) {
                    return polygons[part] && wdd::shared_area(area, *polygons[part]) > 0;
                });
        }
        return known->second;
    };
    const wdd::Box box = area.box();
    for (std::size_t i = 0; i < m_areas.size(); ++i) {
        if (i != self && m_areas[i].start <= by && m_areas[i].box.meets(box) && lies_in(i)) {
            return true;
        }
    }
    return false;
}

} // namespace wdd_tool
