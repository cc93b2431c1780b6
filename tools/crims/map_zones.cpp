// SPDX-License-Identifier: MIT
#include "map_zones.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "common/gdal_errors.hpp"

namespace crims_tool {

namespace {

using toolkit::Crs;
using toolkit::DataError;

Shape shape_of_area(const wdd::Area& area, const Crs& crs) {
    return shape_of(*toolkit::ogr_geometry(area, crs, crs));
}

void require_finite(const toolkit::Layer& layer, const OGRFeature& feature, const Shape& shape) {
    for (const Ring& ring : shape.rings) {
        for (const Point& p : ring) {
            if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
                throw DataError(fmt::format("{}: feature {} has a coordinate that is not finite",
                                            layer.text(), feature.GetFID()));
            }
        }
    }
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

Crs choose_crs(const MapZones& zones, const std::optional<Crs>& wanted, const wdd::Box& box) {
    if (wanted) {
        return *wanted;
    }
    if (zones.crs.is_projected() && !zones.crs.is_web_mercator()) {
        return zones.crs;
    }
    try {
        return Crs::local_projection(zones.crs, box);
    } catch (const DataError& error) {
        throw DataError(fmt::format("{}: {}", zones.layer.text(), error.what()));
    }
}

wdd::Box joined_box(const std::vector<wdd::Box>& boxes, const std::vector<bool>& chosen) {
    std::optional<wdd::Box> all;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (chosen[i]) {
            all = all ? all->joined(boxes[i]) : boxes[i];
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

std::vector<wdd::Box> MapZones::boxes() const {
    std::vector<std::optional<wdd::Box>> found(codes.size());
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        std::optional<wdd::Box>& box = found[zone_of[i]];
        box = box ? box->joined(shapes[i].box()) : shapes[i].box();
    }
    std::vector<wdd::Box> boxes;
    std::transform(found.begin(), found.end(), std::back_inserter(boxes),
                   [](const auto& box) { return box.value(); });
    return boxes;
}

MapZones read_zones(const toolkit::LayerReference& reference, const std::string& code_field,
                    const std::optional<Crs>& assumed) {
    toolkit::Layer layer = toolkit::Layer::open(reference, "");
    const int field = layer.field_index(code_field, "--zone-field");
    const Crs crs = layer.crs(assumed);
    toolkit::PolygonFeatures polygons = toolkit::read_polygons(layer);
    MapZones zones{.layer = std::move(layer),
                   .crs = crs,
                   .polygons = std::move(polygons),
                   .shapes = {},
                   .zone_of = {},
                   .codes = {}};
    std::unordered_map<std::string, std::size_t> numbers;
    for (const auto& feature : zones.polygons.features) {
        const std::string code = feature->GetFieldAsString(field);
        if (code.empty()) {
            throw DataError(fmt::format("{}: feature {} has no code in field '{}'",
                                        zones.layer.text(), feature->GetFID(), code_field));
        }
        const auto [known, is_new] = numbers.emplace(code, zones.codes.size());
        if (is_new) {
            zones.codes.push_back(code);
        }
        zones.zone_of.push_back(known->second);
        zones.shapes.push_back(shape_of(*feature->GetGeometryRef()));
        require_finite(zones.layer, *feature, zones.shapes.back());
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
    const OGRGeometryUniquePtr outline =
        toolkit::ogr_geometry(boundary.area, boundary.crs, zones.crs);
    OGREnvelope reach;
    outline->getEnvelope(&reach);
    std::vector<double> whole(zones.codes.size(), 0);
    std::vector<double> inside(zones.codes.size(), 0);
    for (std::size_t i = 0; i < zones.shapes.size(); ++i) {
        const OGRGeometry& geometry = *zones.polygons.features[i]->GetGeometryRef();
        OGREnvelope box;
        geometry.getEnvelope(&box);
        whole[zones.zone_of[i]] += OGR_G_Area(OGRGeometry::ToHandle(
            const_cast<OGRGeometry*>(&geometry))); // NOLINT(cppcoreguidelines-pro-type-const-cast)
        if (reach.Intersects(box) == 0) {
            continue;
        }
        const OGRGeometryUniquePtr valid(geometry.IsValid() != 0 ? geometry.clone()
                                                                 : geometry.MakeValid());
        const OGRGeometryUniquePtr shared(valid ? valid->Intersection(outline.get()) : nullptr);
        inside[zones.zone_of[i]] += shared ? OGR_G_Area(OGRGeometry::ToHandle(shared.get())) : 0.0;
    }
    std::vector<bool> within(zones.codes.size());
    for (std::size_t i = 0; i < within.size(); ++i) {
        within[i] = inside[i] > whole[i] / 2;
    }
    return within;
}

MapPlane map_plane(MapZones& zones, const std::vector<bool>& drawn,
                   const std::optional<Boundary>& boundary, const std::optional<Crs>& crs,
                   std::vector<std::string>& warnings) {
    MapPlane plane{.crs = choose_crs(zones, crs, joined_box(zones.boxes(), drawn))};
    std::vector<toolkit::PolygonFeatures> parts(zones.codes.size());
    for (std::size_t i = 0; i < zones.polygons.features.size(); ++i) {
        parts[zones.zone_of[i]].features.push_back(std::move(zones.polygons.features[i]));
    }
    std::vector<double> areas;
    for (std::size_t zone = 0; zone < parts.size(); ++zone) {
        if (drawn[zone]) {
            const wdd::Area area =
                toolkit::dissolved_area(zones.layer, parts[zone], zones.crs, plane.crs, warnings);
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
