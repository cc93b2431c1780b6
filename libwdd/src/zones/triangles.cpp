// SPDX-License-Identifier: MIT
#include "wdd/triangles.hpp"

#include <memory>

#include "zones/overlay_of.hpp"

namespace wdd {

namespace {

/// A polygon of GEOS; null where it fails.
GEOSGeometry* polygon_of(GEOSContextHandle_t handle, const Triangle& triangle) {
    const auto size = static_cast<unsigned>(triangle.size());
    GEOSCoordSequence* ring = GEOSCoordSeq_create_r(handle, size + 1, 2);
    for (unsigned i = 0; ring != nullptr && i <= size; ++i) {
        const Point& corner = triangle.at(i % size);
        GEOSCoordSeq_setXY_r(handle, ring, i, corner.x, corner.y);
    }
    GEOSGeometry* shell = ring != nullptr ? GEOSGeom_createLinearRing_r(handle, ring) : nullptr;
    return shell != nullptr ? GEOSGeom_createPolygon_r(handle, shell, nullptr, 0) : nullptr;
}

Triangle triangle_of(const GeosContext& context, const GEOSGeometry* polygon) {
    const std::vector<Point> ring =
        ring_points(context, GEOSGetExteriorRing_r(context.handle(), polygon));
    return {ring.at(0), ring.at(1), ring.at(2)};
}

} // namespace

std::optional<Area> covered_area(std::span<const Triangle> triangles) {
    if (triangles.empty()) {
        return std::nullopt;
    }
    const auto context = std::make_shared<const GeosContext>();
    std::vector<GeosGeometry> polygons;
    std::vector<GEOSGeometry*> raw;
    polygons.reserve(triangles.size());
    raw.reserve(triangles.size());
    for (const Triangle& triangle : triangles) {
        polygons.push_back(take(context, polygon_of(context->handle(), triangle), "a triangle"));
    }
    for (GeosGeometry& polygon : polygons) {
        raw.push_back(polygon.release());
    }
    const GeosGeometry all =
        take(context,
             GEOSGeom_createCollection_r(context->handle(), GEOS_MULTIPOLYGON, raw.data(),
                                         static_cast<unsigned>(raw.size())),
             "collecting triangles");
    return polygons_of(
        take(context, GEOSUnaryUnion_r(context->handle(), all.get()), "joining triangles"));
}

std::vector<Triangle> triangulated(const Area& area) {
    const GeosContext& context = area.geometry().context();
    const GeosGeometry pieces =
        take(area.geometry().shared_context(),
             GEOSConstrainedDelaunayTriangulation_r(context.handle(), area.geometry().get()),
             "dividing an area into triangles");
    const int count = GEOSGetNumGeometries_r(context.handle(), pieces.get());
    std::vector<Triangle> triangles;
    triangles.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        triangles.push_back(
            triangle_of(context, GEOSGetGeometryN_r(context.handle(), pieces.get(), i)));
    }
    return triangles;
}

} // namespace wdd
