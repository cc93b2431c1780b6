// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/plane_shape.hpp"

#include <cstring>

namespace crims_tool {

namespace {

GeosGeometry polygon(const GeosContext& context, const crims::Triangle& triangle) {
    const GEOSContextHandle_t handle = context.handle();
    constexpr std::size_t corners = 3;
    GEOSCoordSequence* ring = GEOSCoordSeq_create_r(handle, corners + 1, 2);
    for (std::size_t i = 0; ring != nullptr && i <= corners; ++i) {
        GEOSCoordSeq_setXY_r(handle, ring, static_cast<unsigned>(i), triangle.x[i % corners],
                             triangle.y[i % corners]);
    }
    GeosGeometry shell = taken(context, GEOSGeom_createLinearRing_r(handle, ring));
    return taken(context, GEOSGeom_createPolygon_r(handle, shell.release(), nullptr, 0));
}

struct FreeBytes {
    GEOSContextHandle_t handle;

    void operator()(unsigned char* bytes) const { GEOSFree_r(handle, bytes); }
};

struct DestroyWriter {
    GEOSContextHandle_t handle;

    void operator()(GEOSWKBWriter* writer) const { GEOSWKBWriter_destroy_r(handle, writer); }
};

wdd::Wkb wkb_of(const GeosContext& context, const GEOSGeometry& shape) {
    const GEOSContextHandle_t handle = context.handle();
    const std::unique_ptr<GEOSWKBWriter, DestroyWriter> writer(GEOSWKBWriter_create_r(handle),
                                                               DestroyWriter{handle});
    std::size_t size = 0;
    const std::unique_ptr<unsigned char, FreeBytes> bytes(
        GEOSWKBWriter_write_r(handle, writer.get(), &shape, &size), FreeBytes{handle});
    if (bytes == nullptr) {
        throw std::runtime_error(context.last_error());
    }
    wdd::Wkb wkb(size);
    std::memcpy(wkb.data(), bytes.get(), size);
    return wkb;
}

/// The polygons of a geometry that may also hold lines and points where two areas only touch.
std::optional<wdd::Area> area_of(const GeosContext& context, const GEOSGeometry& shape) {
    const GEOSContextHandle_t handle = context.handle();
    std::vector<wdd::Wkb> polygons;
    for (int i = 0; i < GEOSGetNumGeometries_r(handle, &shape); ++i) {
        const GEOSGeometry* part = GEOSGetGeometryN_r(handle, &shape, i);
        if (part != nullptr && size_of(context, *part) > 0) {
            polygons.push_back(wkb_of(context, *part));
        }
    }
    return polygons.empty() ? std::nullopt : std::optional(wdd::Area::dissolve(polygons));
}

} // namespace

GeosGeometry plane_shape(const GeosContext& context, const std::optional<wdd::Area>& area) {
    if (!area) {
        return taken(context, GEOSGeom_createEmptyPolygon_r(context.handle()));
    }
    return geometry_from_wkb(context, area->wkb());
}

GeosGeometry plane_shape(const GeosContext& context, std::span<const crims::Triangle> triangles) {
    std::vector<GEOSGeometry*> polygons;
    polygons.reserve(triangles.size());
    for (const crims::Triangle& triangle : triangles) {
        polygons.push_back(polygon(context, triangle).release());
    }
    const GeosGeometry all = taken(
        context, GEOSGeom_createCollection_r(context.handle(), GEOS_MULTIPOLYGON, polygons.data(),
                                             static_cast<unsigned>(polygons.size())));
    return taken(context, GEOSUnaryUnion_r(context.handle(), all.get()));
}

GeosGeometry common_part(const GeosContext& context, const GEOSGeometry& a, const GEOSGeometry& b) {
    return taken(context, GEOSIntersection_r(context.handle(), &a, &b));
}

double size_of(const GeosContext& context, const GEOSGeometry& shape) {
    double area = 0;
    if (GEOSArea_r(context.handle(), &shape, &area) == 0) {
        throw std::runtime_error(context.last_error());
    }
    return area;
}

std::optional<wdd::Area> area_of(std::span<const crims::Triangle> triangles) {
    if (triangles.empty()) {
        return std::nullopt;
    }
    const GeosContext context;
    return area_of(context, *plane_shape(context, triangles));
}

std::optional<wdd::Area> common_area(const wdd::Area& a, const wdd::Area& b) {
    const GeosContext context;
    return area_of(context,
                   *common_part(context, *plane_shape(context, a), *plane_shape(context, b)));
}

std::optional<wdd::Area> remaining_area(const wdd::Area& a, const wdd::Area& b) {
    const GeosContext context;
    const GeosGeometry first = plane_shape(context, a);
    const GeosGeometry second = plane_shape(context, b);
    return area_of(context,
                   *taken(context, GEOSDifference_r(context.handle(), first.get(), second.get())));
}

} // namespace crims_tool
