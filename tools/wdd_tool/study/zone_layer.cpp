// SPDX-License-Identifier: MIT
#include "wdd_tool/study/zone_layer.hpp"

#include <utility>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/layers/polygon_reader.hpp"
#include "wdd/comparison_zones.hpp"

namespace wdd_tool {

namespace {

std::vector<ZoneLayer::Zone> read_zones(const ComparisonLayerChoice& choice,
                                        const std::optional<toolkit::Crs>& assumed,
                                        const toolkit::Crs& computing) {
    const toolkit::Layer layer = toolkit::Layer::open(*choice.layer, choice.where);
    const toolkit::Crs crs = layer.crs(assumed);
    std::vector<std::string> repairs; // a comparison area's border matters little
    toolkit::PolygonFeatures all = toolkit::read_polygons(layer);
    std::vector<ZoneLayer::Zone> zones;
    zones.reserve(all.features.size());
    for (toolkit::FeaturePointer& feature : all.features) {
        toolkit::PolygonFeatures polygons;
        polygons.features.push_back(std::move(feature));
        std::string name = fmt::format("zone {}", polygons.features.front()->GetFID());
        zones.push_back(
            {std::move(name), toolkit::dissolved_area(layer, polygons, crs, computing, repairs)});
    }
    return zones;
}

} // namespace

ZoneLayer::ZoneLayer(const ComparisonLayerChoice& choice,
                     const std::optional<toolkit::Crs>& assumed, const Plane& plane,
                     const wdd::KeyedPoints& points)
    : m_zones(read_zones(choice, assumed, plane.crs)), m_metre(1 / plane.crs.unit().metres) {
    if (!m_zones.empty()) {
        m_located.emplace(areas(), plane.ring, points);
    }
}

std::vector<wdd::Area> ZoneLayer::areas() const {
    std::vector<wdd::Area> areas;
    areas.reserve(m_zones.size());
    for (const Zone& zone : m_zones) {
        areas.push_back(zone.area);
    }
    return areas;
}

std::vector<wdd::AreaSpanCounts> ZoneLayer::counts(const wdd::SpanOfKey& spans) const {
    return m_located ? m_located->counts(spans) : std::vector<wdd::AreaSpanCounts>{};
}

const std::vector<std::vector<std::size_t>>& ZoneLayer::neighbours() {
    if (!m_neighbours) {
        m_neighbours = wdd::neighbouring_zones(areas(), m_metre);
    }
    return *m_neighbours;
}

} // namespace wdd_tool
