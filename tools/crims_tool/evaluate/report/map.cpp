// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/map.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "wdd/pictures.hpp"

namespace crims_tool {

namespace {

const EvaluationRing& ring_to_show(const EvaluationResult& result) {
    const auto& rings = result.areas.rings;
    const auto wide = std::find_if(rings.begin(), rings.end(),
                                   [](const EvaluationRing& ring) { return ring.width > 0; });
    return wide == rings.end() ? rings.front() : *wide;
}

} // namespace

wdd::Figure zone_map(const EvaluationResult& result) {
    struct Look {
        wdd::Zone zone;
        const char* name;
        const char* style;
    };

    constexpr std::array looks = {
        Look{wdd::Zone::treated_displacement, "ring around it", "response ring"},
        Look{wdd::Zone::control_displacement, "ring around it", "control ring"},
        Look{wdd::Zone::treated, "response area", "response"},
        Look{wdd::Zone::control, "control area", "control"}};
    const EvaluationRing& ring = ring_to_show(result);
    wdd::AreaMap map{.title = "Map of the zones",
                     .description = "The response area and the control area with their rings.",
                     .metres_a_unit = result.crs.unit().metres};
    for (const Look& look : looks) {
        if (const auto& area = ring.zones.polygons[look.zone]) {
            map.places.push_back({*area, look.style});
        }
    }
    for (const std::size_t i : {2U, 0U, 3U, 1U}) { // each area before its ring
        if (ring.zones.polygons[looks.at(i).zone]) {
            map.keys.push_back({looks.at(i).style, looks.at(i).name});
        }
    }
    return {.svg = [map = std::move(map)] { return wdd::area_map_svg(map); },
            .caption = "The zones. Coordinates: " + result.crs.text() + "."};
}

} // namespace crims_tool
