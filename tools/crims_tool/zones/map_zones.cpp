// SPDX-License-Identifier: MIT
#include "crims_tool/zones/map_zones.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <ogr_api.h>
#include <ogr_feature.h>
#include <ogr_geometry.h>

#include "toolkit/layers/computing_crs.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::Crs;
using toolkit::DataError;

Shape shape_of_area(const wdd::Area& area, const Crs& crs) {
    return shape_of(*toolkit::ogr_geometry(area, crs, crs));
}

bool ends_with(const std::string& text, std::string_view ending) {
    return text.size() >= ending.size() &&
           EQUALN(text.c_str() + (text.size() - ending.size()), ending.data(), ending.size());
}

std::string name_of(const toolkit::PolygonFeatures& polygons) {
    if (polygons.features.size() != 1) {
        return "";
    }
    const OGRFeature& feature = *polygons.features.front();
    for (int i = 0; i < feature.GetFieldCount(); ++i) {
        const OGRFieldDefn& field = *feature.GetFieldDefnRef(i);
        const std::string name = field.GetNameRef();
        if (field.GetType() == OFTString && (ends_with(name, "NAME") || ends_with(name, "NM"))) {
            return feature.GetFieldAsString(i);
        }
    }
    return "";
}

wdd::Box joined_box(const MapZones& zones, const std::vector<bool>& chosen) {
    std::optional<wdd::Box> all;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i]) {
            const wdd::Box box = zones.zones[i].polygons.box();
            all = all ? all->joined(box) : box;
        }
    }
    return all.value_or(wdd::Box{});
}

/// Length of a unit of the map in its middle. A national grid is taken at its word, as its users
/// do; a system that is off by more than 1 % is corrected.
double true_metres(const Crs& crs, const std::vector<DrawnZone>& zones) {
    wdd::Box box = zones.front().shape.box();
    for (const DrawnZone& zone : zones) {
        box = box.joined(zone.shape.box());
    }
    constexpr double noticeable = 0.01;
    const double scale = crs.scale_at((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2);
    const bool is_off = std::isfinite(scale) && scale > 0 && std::abs(scale - 1) > noticeable;
    return crs.unit().metres * (is_off ? scale : 1);
}

} // namespace

MapZones read_zones(const toolkit::LayerReference& reference, const std::string& code_field,
                    const std::optional<Crs>& assumed) {
    toolkit::Layer layer = toolkit::Layer::open(reference, "");
    const Crs crs = layer.crs(assumed);
    auto polygons = toolkit::read_named_polygons(layer, code_field, "--zone-field");
    MapZones zones{.layer = std::move(layer),
                   .crs = crs,
                   .zones = std::move(polygons),
                   .shapes = {},
                   .zone_of = {}};
    for (std::size_t zone = 0; zone < zones.zones.size(); ++zone) {
        for (const auto& feature : zones.zones[zone].polygons.features) {
            zones.shapes.push_back(shape_of(*feature->GetGeometryRef()));
            zones.zone_of.push_back(zone);
        }
    }
    return zones;
}

Boundary read_boundary(const toolkit::LayerReference& reference, const std::optional<Crs>& assumed,
                       std::vector<std::string>& warnings) {
    const toolkit::Layer layer = toolkit::Layer::open(reference, "");
    const Crs crs = layer.crs(assumed);
    const toolkit::PolygonFeatures polygons = toolkit::read_polygons(layer);
    return {.area = dissolved_area(layer, polygons, crs, crs, warnings),
            .crs = crs,
            .name = name_of(polygons)};
}

std::vector<bool> zones_within(const MapZones& zones, const Boundary& boundary) {
    const toolkit::GdalErrors errors; // an invalid zone is told of when it is drawn
    const toolkit::GeometryPointer outline =
        toolkit::ogr_geometry(boundary.area, boundary.crs, zones.crs);
    OGREnvelope reach;
    outline->getEnvelope(&reach);
    std::vector<bool> within;
    for (const toolkit::NamedPolygons& zone : zones.zones) {
        double whole = 0;
        double inside = 0;
        for (const auto& feature : zone.polygons.features) {
            OGRGeometry* geometry = feature->GetGeometryRef();
            OGREnvelope box;
            geometry->getEnvelope(&box);
            whole += OGR_G_Area(OGRGeometry::ToHandle(geometry));
            if (reach.Intersects(box) == 0) {
                continue;
            }
            const toolkit::GeometryPointer valid(geometry->IsValid() != 0 ? geometry->clone()
                                                                          : geometry->MakeValid());
            const toolkit::GeometryPointer shared(valid ? valid->Intersection(outline.get())
                                                        : nullptr);
            inside += shared ? OGR_G_Area(OGRGeometry::ToHandle(shared.get())) : 0.0;
        }
        within.push_back(inside > whole / 2);
    }
    return within;
}

MapPlane map_plane(const MapZones& zones, const std::vector<bool>& drawn,
                   const std::optional<Boundary>& boundary, const std::optional<Crs>& crs,
                   std::vector<std::string>& warnings) {
    const wdd::Box box = joined_box(zones, drawn);
    MapPlane plane{
        .crs = toolkit::choose_crs(crs, {zones.layer.text(), zones.crs, box}, {}).computing};
    std::vector<double> areas;
    for (std::size_t zone = 0; zone < drawn.size(); ++zone) {
        if (drawn[zone]) {
            const wdd::Area area = toolkit::dissolved_area(zones.layer, zones.zones[zone].polygons,
                                                           zones.crs, plane.crs, warnings);
            plane.zones.push_back({.zone = zone, .shape = shape_of_area(area, plane.crs)});
            areas.push_back(area.area());
        }
    }
    if (boundary) {
        plane.boundary = shape_of(*toolkit::ogr_geometry(boundary->area, boundary->crs, plane.crs));
    }
    plane.metres_a_unit = true_metres(plane.crs, plane.zones);
    constexpr double metres_a_km = 1000;
    const double km_a_unit = plane.metres_a_unit / metres_a_km;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        plane.zones[i].area_km2 = areas[i] * km_a_unit * km_a_unit;
    }
    return plane;
}

} // namespace crims_tool
