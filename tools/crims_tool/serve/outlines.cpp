// SPDX-License-Identifier: MIT
#include "crims_tool/serve/outlines.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <cpl_string.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ogr_api.h>
#include <ogr_geometry.h>
#include <ogrsf_frmts.h>

#include "toolkit/layers/gdal_errors.hpp"

namespace crims_tool {

namespace {

using toolkit::GeometryPointer;

/// Polygons with holes from rings that have no order.
GeometryPointer polygons_of(const Shape& shape) {
    std::vector<OGRGeometry*> polygons; // organizePolygons takes them
    for (const Ring& ring : shape.rings) {
        auto line = std::make_unique<OGRLinearRing>();
        line->setNumPoints(static_cast<int>(ring.size()), FALSE);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            line->setPoint(static_cast<int>(i), ring[i].x, ring[i].y);
        }
        line->closeRings();
        auto polygon = std::make_unique<OGRPolygon>();
        polygon->addRingDirectly(line.release());
        polygons.push_back(polygon.release());
    }
    return GeometryPointer(OGRGeometryFactory::organizePolygons(
        polygons.data(), static_cast<int>(polygons.size()), nullptr, nullptr));
}

double tolerance_of(const MapPlane& plane) {
    constexpr double pixels = 3000;
    wdd::Box box = plane.zones.front().shape.box();
    for (const DrawnZone& zone : plane.zones) {
        box = box.joined(zone.shape.box());
    }
    return std::max(box.max_x - box.min_x, box.max_y - box.min_y) / pixels;
}

/// Into degrees. It is made once for all zones: PROJ searches its database for each.
std::unique_ptr<OGRCoordinateTransformation> to_degrees(const toolkit::Crs& from) {
    OGRSpatialReference degrees;
    degrees.importFromEPSG(4326);
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return std::unique_ptr<OGRCoordinateTransformation>(
        OGRCreateCoordinateTransformation(&from.reference(), &degrees));
}

std::string json_of(const OGRGeometry& geometry) {
    CPLStringList options;
    options.SetNameValue("COORDINATE_PRECISION", "5");
    // The library wants to change nothing, but its C interface knows no const.
    const GeometryPointer copy(geometry.clone());
    const std::unique_ptr<char, decltype(&VSIFree)> text(
        OGR_G_ExportToJsonEx(OGRGeometry::ToHandle(copy.get()), options.List()), &VSIFree);
    return text ? text.get() : "null";
}

std::string outline_of(const Shape& shape, double tolerance,
                       OGRCoordinateTransformation* transformation) {
    const GeometryPointer whole = polygons_of(shape);
    GeometryPointer outline(whole ? whole->SimplifyPreserveTopology(tolerance) : nullptr);
    if (!outline && whole) {
        outline.reset(whole->clone());
    }
    if (!outline || transformation == nullptr ||
        outline->transform(transformation) != OGRERR_NONE) {
        return "null";
    }
    outline->assignSpatialReference(nullptr); // GeoJSON is in degrees anyhow
    return json_of(*outline);
}

} // namespace

std::string outlines_of(const MapZones& zones, const MapPlane& plane,
                        std::span<const double> people) {
    const toolkit::GdalErrors errors; // a zone that cannot be outlined has no geometry
    const auto transformation = to_degrees(plane.crs);
    const double tolerance = tolerance_of(plane);
    std::string json = R"({"type":"FeatureCollection","features":[)";
    for (const DrawnZone& drawn : plane.zones) {
        const std::string name =
            nlohmann::json(zones.zones[drawn.zone].name)
                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        const bool is_known = !people.empty() && people[drawn.zone] > 0;
        json += json.back() == '}' ? ",\n" : "\n";
        json += fmt::format(
            R"({{"type":"Feature","properties":{{"zone":{},"area_km2":{:.3f},"people":{}}},"geometry":{}}})",
            name, drawn.area_km2, is_known ? fmt::format("{}", people[drawn.zone]) : "null",
            outline_of(drawn.shape, tolerance, transformation.get()));
    }
    return json + "\n]}\n";
}

} // namespace crims_tool
