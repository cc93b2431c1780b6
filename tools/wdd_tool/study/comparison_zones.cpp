// SPDX-License-Identifier: MIT
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "wdd/comparable.hpp"
#include "wdd/comparison_zones.hpp"
#include "wdd/located_points.hpp"
#include "wdd_tool/study/comparison_places.hpp"

namespace wdd_tool {

namespace {

/// A zone of the layer, or several that are taken together.
struct CountedZone {
    std::string name;
    wdd::Area area;
    wdd::PlaceCounts counts;
    std::size_t number = 0; ///< in the layer
};

std::vector<CountedZone> far_zones(const ComparisonDesign& design, const ZoneLayer& layer) {
    const std::vector<wdd::AreaSpanCounts> counts = layer.counts(design.spans);
    std::vector<CountedZone> zones;
    const auto is_treated = [&design](std::size_t number, const wdd::Area& area) {
        const std::optional<OtherTreated>& others = design.others;
        return others && others->areas.holds(number, area, others->self, others->by);
    };
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const ZoneLayer::Zone& zone = layer.zones()[i];
        if (is_treated(i, zone.area)) {
            continue;
        }
        if (design.near.is_far(zone.area.box()) || !design.near.holds(zone.area)) {
            zones.push_back({zone.name,
                             zone.area,
                             {.area = design.scale.counts(counts[i].area),
                              .ring = design.scale.counts(counts[i].ring)},
                             i});
        }
    }
    return zones;
}

CountedZone together(const std::vector<CountedZone>& zones, const std::vector<std::size_t>& group) {
    CountedZone whole = zones[group.front()];
    std::vector<wdd::Wkb> parts = {whole.area.wkb()};
    for (std::size_t i = 1; i < group.size(); ++i) {
        parts.push_back(zones[group[i]].area.wkb());
        whole.name += ", " + zones[group[i]].name;
        whole.counts.area = wdd::sum(whole.counts.area, zones[group[i]].counts.area);
    }
    if (parts.size() > 1) {
        whole.area = wdd::Area::dissolve(parts);
    }
    return whole;
}

/// For each of these zones its neighbours among them.
std::vector<std::vector<std::size_t>> neighbours_of(const std::vector<CountedZone>& zones,
                                                    ZoneLayer& layer) {
    std::vector<std::optional<std::size_t>> here(layer.zones().size());
    for (std::size_t i = 0; i < zones.size(); ++i) {
        here[zones[i].number] = i;
    }
    std::vector<std::vector<std::size_t>> neighbours(zones.size());
    for (std::size_t i = 0; i < zones.size(); ++i) {
        for (const std::size_t other : layer.neighbours()[zones[i].number]) {
            if (here[other]) {
                neighbours[i].push_back(*here[other]);
            }
        }
    }
    return neighbours;
}

/// Zones that are much smaller than the response area, with their neighbours.
std::vector<CountedZone> merged(const std::vector<CountedZone>& zones,
                                const std::vector<wdd::ComparisonZone>& sizes,
                                const ComparisonDesign& design, ZoneLayer& layer) {
    std::vector<CountedZone> groups;
    for (const auto& group :
         wdd::merged_zones(sizes, neighbours_of(zones, layer), design.response.area)) {
        groups.push_back(together(zones, group));
    }
    return groups;
}

/// A group has another ring than its zones.
void count_rings(std::vector<wdd::ComparisonArea>& groups, const ComparisonDesign& design) {
    std::vector<wdd::Area> areas;
    areas.reserve(groups.size());
    for (const wdd::ComparisonArea& group : groups) {
        areas.push_back(group.area);
    }
    if (areas.empty()) {
        return;
    }
    const auto counts =
        wdd::LocatedPoints(areas, design.areas.distance, design.points).counts(design.spans);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i].counts.ring = design.scale.counts(counts[i].ring);
    }
}

} // namespace

ComparisonPlaces comparable_zones(const ComparisonDesign& design, ZoneLayer& layer) {
    std::vector<CountedZone> zones = far_zones(design, layer);
    std::vector<wdd::ComparisonZone> sizes;
    sizes.reserve(zones.size());
    for (const CountedZone& zone : zones) {
        sizes.push_back({.box = zone.area.box(), .counts = zone.counts.area});
    }
    const bool merge = wdd::need_merging(sizes, design.response.area);
    if (merge) {
        zones = merged(zones, sizes, design, layer);
    }
    ComparisonPlaces found;
    for (CountedZone& group : zones) {
        if (!wdd::is_comparable(group.counts.area, design.response.area)) {
            continue;
        }
        if (!design.response.ring) {
            group.counts.ring.reset();
        }
        found.places.push_back({group.name, group.area, group.counts});
    }
    if (merge && design.response.ring) {
        count_rings(found.places, design);
    }
    found.what = fmt::format("{} of the comparison layer, more than {} from the response area",
                             merge ? "neighbouring zones" : "zones", design.near.distance_text());
    found.too_few =
        "Name a layer that covers the whole town or force with ⟨--comparison-areas⟩, or leave it out to compare with copies of the response area.";
    return found;
}

} // namespace wdd_tool
