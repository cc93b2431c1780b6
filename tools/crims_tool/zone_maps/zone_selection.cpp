// SPDX-License-Identifier: MIT
#include "crims_tool/zone_maps/zone_selection.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>

namespace crims_tool {

namespace {

/// The crimes of the zone in which the typical crime lies.
double typical_zone(std::span<const ZoneExtent> zones) {
    std::vector<double> crimes(zones.size());
    std::transform(zones.begin(), zones.end(), crimes.begin(),
                   [](const ZoneExtent& zone) { return zone.crimes; });
    std::sort(crimes.begin(), crimes.end(), std::greater<>());
    const double half = std::accumulate(crimes.begin(), crimes.end(), 0.0) / 2;
    double sum = 0;
    for (const double count : crimes) {
        sum += count;
        if (sum >= half) {
            return count;
        }
    }
    return 0;
}

double size_of(const wdd::Box& box) {
    return (box.max_x - box.min_x) * (box.max_y - box.min_y);
}

bool overlap(const wdd::Box& a, const wdd::Box& b) {
    return a.min_x <= b.max_x && b.min_x <= a.max_x && a.min_y <= b.max_y && b.min_y <= a.max_y;
}

template<class Chosen>
std::optional<wdd::Box> joined_box(std::span<const ZoneExtent> zones, Chosen chosen) {
    std::optional<wdd::Box> all;
    for (const ZoneExtent& zone : zones) {
        if (chosen(zone)) {
            all = all ? all->joined(zone.box) : zone.box;
        }
    }
    return all;
}

} // namespace

std::vector<bool> zones_on_map(std::span<const ZoneExtent> zones) {
    constexpr double fewest_of_typical = 0.05;
    constexpr double much_larger = 4;
    const double fewest = fewest_of_typical * typical_zone(zones);
    const auto in_core = [fewest](const ZoneExtent& zone) {
        return zone.crimes > 0 && zone.crimes >= fewest;
    };
    std::vector<bool> chosen(zones.size(), false);
    const auto core = joined_box(zones, in_core);
    if (!core) {
        return chosen;
    }
    const auto whole = joined_box(zones, [](const ZoneExtent&) { return true; });
    const bool is_study_area = size_of(*whole) <= much_larger * size_of(*core);
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const auto touches_core = [&](const ZoneExtent& other) {
            return in_core(other) && overlap(zones[i].box, other.box);
        };
        chosen[i] = is_study_area || in_core(zones[i]) ||
                    (zones[i].crimes > 0 && std::any_of(zones.begin(), zones.end(), touches_core));
    }
    return chosen;
}

} // namespace crims_tool
