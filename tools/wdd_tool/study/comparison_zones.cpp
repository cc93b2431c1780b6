// SPDX-License-Identifier: MIT
#include <utility>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/layers/polygon_reader.hpp"
#include "wdd/comparable.hpp"
#include "wdd/comparison_zones.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd_tool/study/comparison_places.hpp"
#include "wdd_tool/study/near_study.hpp"

namespace wdd_tool {

namespace {

/// A zone of the layer, or several that are taken together.
struct CountedZone {
    std::string name;
    wdd::Area area;
    wdd::AreaCounts counts;
};

std::vector<CountedZone> read_zones(const ComparisonDesign& design,
                                    const ComparisonLayerChoice& options,
                                    const std::optional<toolkit::Crs>& assumed,
                                    const NearStudy& near_study, const wdd::PlaceCounter& counter) {
    const toolkit::Layer layer = toolkit::Layer::open(*options.layer, options.where);
    const toolkit::Crs crs = layer.crs(assumed);
    std::vector<std::string> repairs; // a comparison area's border matters little
    std::vector<CountedZone> zones;
    for (toolkit::FeaturePointer& feature : toolkit::read_polygons(layer).features) {
        toolkit::PolygonFeatures polygons;
        polygons.features.push_back(std::move(feature));
        std::string name = fmt::format("zone {}", polygons.features.front()->GetFID());
        const wdd::Area area =
            toolkit::dissolved_area(layer, polygons, crs, design.areas.crs, repairs);
        if (near_study.is_far(area.box()) || !near_study.holds(area)) {
            zones.push_back({std::move(name), area, design.scale.counts(counter.in_area(area))});
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
        whole.counts = wdd::sum(whole.counts, zones[group[i]].counts);
    }
    if (parts.size() > 1) {
        whole.area = wdd::Area::dissolve(parts);
    }
    return whole;
}

/// Zones that are much smaller than the response area, with their neighbours.
std::vector<CountedZone> merged(const std::vector<CountedZone>& zones,
                                const std::vector<wdd::ComparisonZone>& sizes,
                                const wdd::AreaCounts& response, double metre) {
    std::vector<wdd::Area> areas;
    areas.reserve(zones.size());
    for (const CountedZone& zone : zones) {
        areas.push_back(zone.area);
    }
    std::vector<CountedZone> groups;
    for (const auto& group :
         wdd::merged_zones(sizes, wdd::neighbouring_zones(areas, metre), response)) {
        groups.push_back(together(zones, group));
    }
    return groups;
}

} // namespace

ComparisonPlaces comparable_zones(const ComparisonDesign& design,
                                  const ComparisonLayerChoice& layer,
                                  const std::optional<toolkit::Crs>& assumed,
                                  const wdd::PlaceCounter& counter) {
    const NearStudy near_study(design.areas);
    std::vector<CountedZone> zones = read_zones(design, layer, assumed, near_study, counter);
    std::vector<wdd::ComparisonZone> sizes;
    sizes.reserve(zones.size());
    for (const CountedZone& zone : zones) {
        sizes.push_back({.box = zone.area.box(), .counts = zone.counts});
    }
    const bool merge = wdd::need_merging(sizes, design.response.area);
    if (merge) {
        zones = merged(zones, sizes, design.response.area, 1 / design.areas.crs.unit().metres);
    }
    ComparisonPlaces found;
    for (const CountedZone& group : zones) {
        if (!wdd::is_comparable(group.counts, design.response.area)) {
            continue;
        }
        wdd::PlaceCounts place{.area = group.counts, .ring = {}};
        if (design.response.ring) {
            place.ring = design.scale.counts(counter.around_area(group.area));
        }
        found.places.push_back({group.name, group.area, place});
    }
    found.what = fmt::format("{} of the comparison layer, more than {} from the response area",
                             merge ? "neighbouring zones" : "zones", near_study.distance_text());
    found.too_few =
        "Name a layer that covers the whole town or force with --comparison-areas, or leave it out to compare with copies of the response area.";
    return found;
}

} // namespace wdd_tool
