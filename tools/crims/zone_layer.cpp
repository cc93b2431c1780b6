// SPDX-License-Identifier: MIT
#include "zone_layer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/errors.hpp"
#include "common/polygon_reader.hpp"
#include "geos.hpp"

namespace crims_tool {

toolkit::Crs model_crs(const toolkit::Layer& layer, const toolkit::Crs& own,
                       const std::optional<toolkit::Crs>& wanted,
                       const std::optional<toolkit::Crs>& otherwise) {
    if (wanted) {
        return *wanted;
    }
    if (own.is_projected() && !own.is_web_mercator()) {
        return own;
    }
    if (otherwise) {
        return *otherwise;
    }
    const wdd::Box box = toolkit::read_polygons(layer).box();
    return toolkit::Crs::local_projection(own, box);
}

ZoneLayer read_zone_layer(const toolkit::Layer& layer, const std::string& code_field,
                          const toolkit::Crs& from, const toolkit::Crs& to) {
    const int field = layer.field_index(code_field, "--zone-field");
    toolkit::PolygonFeatures all = toolkit::read_polygons(layer);
    std::map<std::string, toolkit::PolygonFeatures> zones;
    for (OGRFeatureUniquePtr& feature : all.features) {
        const std::string code =
            feature->IsFieldSetAndNotNull(field) ? feature->GetFieldAsString(field) : "";
        if (code.empty()) {
            throw toolkit::DataError(fmt::format("{}: feature {} has no code in the field '{}'",
                                                 layer.text(), feature->GetFID(), code_field));
        }
        zones[code].features.push_back(std::move(feature));
    }
    ZoneLayer result{.source = layer.text(), .codes = {}, .polygons = {}, .crs = to, .repairs = {}};
    for (const auto& [code, polygons] : zones) {
        std::vector<std::string> repairs;
        result.codes.push_back(code);
        result.polygons.push_back(
            toolkit::dissolved_area(layer, polygons, from, to, repairs).wkb());
        result.repairs.push_back(fmt::format("{}", fmt::join(repairs, " ")));
    }
    return result;
}

/// A tree of the zones' boxes, and the zones prepared for many points.
struct ZoneFinder::Index {
    GeosContext context;
    std::vector<GeosGeometry> polygons;
    std::vector<GeosPrepared> prepared; ///< destroyed before the polygons
    std::vector<std::uint32_t> numbers; ///< what the tree's items point to
    GeosTree tree;
};

ZoneFinder::ZoneFinder(const ZoneLayer& layer) : m_index(std::make_unique<Index>()) {
    const GeosContext& context = m_index->context;
    const GEOSContextHandle_t handle = context.handle();
    constexpr std::size_t node_capacity = 10;
    m_index->tree = taken(context, GEOSSTRtree_create_r(handle, node_capacity));
    for (const wdd::Wkb& wkb : layer.polygons) {
        m_index->numbers.push_back(static_cast<std::uint32_t>(m_index->polygons.size()));
        m_index->polygons.push_back(geometry_from_wkb(context, wkb));
        m_index->prepared.push_back(
            taken(context, GEOSPrepare_r(handle, m_index->polygons.back().get())));
    }
    for (std::size_t i = 0; i < m_index->polygons.size(); ++i) {
        GEOSSTRtree_insert_r(handle, m_index->tree.get(), m_index->polygons[i].get(),
                             &m_index->numbers[i]);
    }
}

ZoneFinder::~ZoneFinder() = default;

std::optional<std::uint32_t> ZoneFinder::find(double x, double y) const {
    if (!std::isfinite(x) || !std::isfinite(y)) {
        return std::nullopt;
    }
    const GeosContext& context = m_index->context;
    const GEOSContextHandle_t handle = context.handle();
    const GeosGeometry point = taken(context, GEOSGeom_createPointFromXY_r(handle, x, y));
    std::vector<std::uint32_t> near;
    GEOSSTRtree_query_r(
        handle, m_index->tree.get(), point.get(),
        [](void* item, void* found) {
            static_cast<std::vector<std::uint32_t>*>(found)->push_back(
                *static_cast<std::uint32_t*>(item));
        },
        &near);
    std::sort(near.begin(), near.end());
    const auto zone = std::find_if(near.begin(), near.end(), [&](std::uint32_t number) {
        return GEOSPreparedIntersects_r(handle, m_index->prepared[number].get(), point.get()) == 1;
    });
    return zone == near.end() ? std::nullopt : std::optional(*zone);
}

} // namespace crims_tool
