// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/map.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "wdd/pictures.hpp"

namespace crims_tool {

namespace {

const EvaluationRing& ring_to_show(const EvaluationResult& result) {
    const auto& rings = result.areas.rings;
    const auto wide = std::find_if(rings.begin(), rings.end(),
                                   [](const EvaluationRing& ring) { return ring.width > 0; });
    return wide == rings.end() ? rings.front() : *wide;
}

/// Without the intervention, of the first study with the ring that is shown.
wdd::Table expected_crimes(const EvaluationResult& result) {
    wdd::Table table{.header = {"", "expected before", "during"}, .rows = {}};
    const auto ring = static_cast<std::size_t>(&ring_to_show(result) - result.areas.rings.data());
    const auto study =
        std::find_if(result.design.studies.begin(), result.design.studies.end(),
                     [ring](const EvaluationStudy& one) { return one.ring == ring; });
    if (study == result.design.studies.end()) {
        return table;
    }
    for (const auto& [zone, name] :
         {std::pair{crims::StudyZone::treated, "response area"},
          {crims::StudyZone::treated_displacement, "ring around the response area"},
          {crims::StudyZone::control, "control area"},
          {crims::StudyZone::control_displacement, "ring around the control area"}}) {
        const auto at = static_cast<std::size_t>(zone);
        table.rows.push_back({name, fmt::format("{:.0f}", study->truth.pre.at(at)),
                              fmt::format("{:.0f}", study->truth.post.at(at))});
    }
    return table;
}

} // namespace

wdd::Figure zone_map(const EvaluationResult& result) {
    struct Look {
        wdd::Zone zone;
        const char* name;
        const char* style;
    };

    constexpr std::array looks = {
        Look{wdd::Zone::treated_displacement, "ring around the response area", "response ring"},
        Look{wdd::Zone::control_displacement, "ring around the control area", "control ring"},
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
    return wdd::map_figure(std::move(map), "The zones. Coordinates: " + result.crs.text() + ".",
                           expected_crimes(result));
}

} // namespace crims_tool
