// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace wdd {

/// The four zones of the test. The displacement areas ("rings") lie around the first two.
enum class Zone : std::uint8_t { treated, control, treated_displacement, control_displacement };

inline constexpr std::array all_zones{Zone::treated, Zone::control, Zone::treated_displacement,
                                      Zone::control_displacement};

/// The zones that hold a point, one bit a zone, before any overlap rule is applied.
using ZoneSet = std::uint8_t;
inline constexpr int zone_set_count = 16;

constexpr ZoneSet zone_bit(Zone zone) {
    return static_cast<ZoneSet>(1U << static_cast<unsigned>(zone));
}

constexpr bool holds(ZoneSet zones, Zone zone) {
    return (zones & zone_bit(zone)) != 0;
}

/// What becomes of an incident that lies in two zones. The test assumes there is none.
/// `clip`: an area wins over a ring; what lies in both rings, or on the edge that both areas share,
/// belongs to neither (there it would enter with +1 and -1: same estimate, honest variance).
/// `error`: any overlap stops the run. `count`: counted in each zone, as ArcGIS does.
enum class OverlapRule { clip, error, count };

/// The zones in which an incident counts under a rule (`error` counts as `clip` does: where nothing
/// overlaps they agree).
constexpr ZoneSet counted_zones(ZoneSet zones, OverlapRule rule) {
    if (rule == OverlapRule::count) {
        return zones;
    }
    constexpr ZoneSet areas = zone_bit(Zone::treated) | zone_bit(Zone::control);
    const ZoneSet in_areas = zones & areas;
    const ZoneSet candidates = in_areas != 0 ? in_areas : zones;
    const bool single = (candidates & (candidates - 1U)) == 0;
    return single ? candidates : ZoneSet{0};
}

} // namespace wdd
