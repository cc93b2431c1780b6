// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/areas.hpp"

#include <fmt/format.h>

namespace crims_tool {

namespace {

void warn_of_overlaps(EvaluationAreas& areas) {
    for (const EvaluationRing& ring : areas.rings) {
        if (ring.zones.overlaps.any_ring()) {
            areas.warnings.push_back(fmt::format(
                "With rings of {} the zones overlap: as in ⟨wdd test⟩, an area wins over a ring, and what lies in both rings counts in neither.",
                ring.text));
        }
    }
}

} // namespace

EvaluationAreas make_areas(const wdd::Area& response, const wdd::Area& control,
                           const std::vector<RingWidth>& rings, double injection_width) {
    EvaluationAreas areas{
        .response = response, .control = control, .rings = {}, .injection_width = injection_width};
    for (const RingWidth& ring : rings) {
        areas.rings.push_back(
            {.width = ring.width,
             .text = ring.text,
             .zones = wdd::zone_geometry(response, control, ring.width, wdd::OverlapRule::clip)});
    }
    warn_of_overlaps(areas);
    return areas;
}

} // namespace crims_tool
