// SPDX-License-Identifier: MIT
#include "wdd/area.hpp"

#include <cmath>
#include <utility>

#include "zones/geos.hpp"

namespace wdd {

namespace {

using ContextPtr = std::shared_ptr<const GeosContext>;

struct FreeReader {
    GEOSContextHandle_t handle;

    void operator()(GEOSWKBReader* reader) const { GEOSWKBReader_destroy_r(handle, reader); }
};

struct FreeWriter {
    GEOSContextHandle_t handle;

    void operator()(GEOSWKBWriter* writer) const { GEOSWKBWriter_destroy_r(handle, writer); }
};

struct FreeBuffer {
    GEOSContextHandle_t handle;

    void operator()(void* buffer) const { GEOSFree_r(handle, buffer); }
};

GeosGeometry read_wkb(const ContextPtr& context, const Wkb& wkb, std::size_t index) {
    const std::unique_ptr<GEOSWKBReader, FreeReader> reader(
        GEOSWKBReader_create_r(context->handle()), FreeReader{context->handle()});
    GEOSGeometry* made =
        GEOSWKBReader_read_r(context->handle(), reader.get(),
                             reinterpret_cast<const unsigned char*>(wkb.data()), wkb.size());
    if (made == nullptr) {
        throw PolygonError(index, "cannot be read");
    }
    return {context, made};
}

Box box_of(const GeosGeometry& geometry) {
    Box box;
    const GEOSContextHandle_t handle = geometry.handle();
    if (GEOSGeom_getXMin_r(handle, geometry.get(), &box.min_x) == 0 ||
        GEOSGeom_getYMin_r(handle, geometry.get(), &box.min_y) == 0 ||
        GEOSGeom_getXMax_r(handle, geometry.get(), &box.max_x) == 0 ||
        GEOSGeom_getYMax_r(handle, geometry.get(), &box.max_y) == 0) {
        geometry.context().fail("a geometry has no extent");
    }
    return box;
}

double area_of(const GeosGeometry& geometry) {
    double area = 0;
    if (GEOSArea_r(geometry.handle(), geometry.get(), &area) == 0) {
        geometry.context().fail("a geometry has no area");
    }
    return area;
}

/// Looks at every coordinate: comparisons skip a NaN, so no extent tells of one, and a repair would
/// drop its corner.
bool is_finite(const GeosGeometry& geometry) {
    // NOLINTNEXTLINE(readability-non-const-parameter): the signature is GEOS's
    const auto finite_or_stop = [](double* x, double* y, void* /*data*/) {
        return std::isfinite(*x) && std::isfinite(*y) ? 1 : 0;
    };
    const GeosGeometry visited(
        geometry.shared_context(),
        GEOSGeom_transformXY_r(geometry.handle(), geometry.get(), finite_or_stop, nullptr));
    return static_cast<bool>(visited);
}

void require_polygon(const GeosGeometry& geometry, std::size_t index) {
    const GEOSContextHandle_t handle = geometry.handle();
    if (GEOSisEmpty_r(handle, geometry.get()) != 0) {
        throw PolygonError(index, "is empty");
    }
    const int type = GEOSGeomTypeId_r(handle, geometry.get());
    if (type != GEOS_POLYGON && type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION) {
        throw PolygonError(index, "is not a polygon");
    }
    if (!is_finite(geometry)) {
        throw PolygonError(index, "has coordinates that are not finite numbers");
    }
}

GeosGeometry dissolved(const GeosGeometry& polygons) {
    return polygonal_part(take(polygons.shared_context(),
                               GEOSUnaryUnion_r(polygons.handle(), polygons.get()), "dissolving"));
}

GeosGeometry read_valid(const ContextPtr& context, const Wkb& wkb, std::size_t index,
                        std::vector<Repair>* repairs) {
    GeosGeometry geometry = read_wkb(context, wkb, index);
    require_polygon(geometry, index);
    const bool is_collection =
        GEOSGeomTypeId_r(context->handle(), geometry.get()) == GEOS_GEOMETRYCOLLECTION;
    if (GEOSisValid_r(context->handle(), geometry.get()) != 1) {
        const std::unique_ptr<char, FreeBuffer> reason(
            GEOSisValidReason_r(context->handle(), geometry.get()), FreeBuffer{context->handle()});
        if (repairs != nullptr) {
            repairs->push_back({index, reason ? reason.get() : "invalid"});
        }
        geometry = valid(std::move(geometry));
    }
    geometry = polygonal_part(std::move(geometry));
    if (is_collection) {
        geometry = dissolved(geometry); // the polygons of a valid collection may overlap
    }
    const double area = area_of(geometry);
    if (!(area > 0) || !std::isfinite(area)) {
        throw PolygonError(index, "has no area");
    }
    return geometry;
}

} // namespace

Area Area::dissolve(std::span<const Wkb> polygons, std::vector<Repair>* repairs) {
    if (polygons.empty()) {
        throw GeometryError("there is no polygon");
    }
    const auto context = std::make_shared<const GeosContext>();
    std::vector<GeosGeometry> parts;
    parts.reserve(polygons.size());
    for (std::size_t i = 0; i < polygons.size(); ++i) {
        parts.push_back(read_valid(context, polygons[i], i, repairs));
    }
    if (parts.size() == 1) {
        return Area(std::make_shared<const GeosGeometry>(std::move(parts.front())));
    }
    std::vector<GEOSGeometry*> raw;
    raw.reserve(parts.size());
    for (GeosGeometry& part : parts) {
        raw.push_back(part.release());
    }
    const GeosGeometry collection =
        take(context,
             GEOSGeom_createCollection_r(context->handle(), GEOS_GEOMETRYCOLLECTION, raw.data(),
                                         static_cast<unsigned>(raw.size())),
             "collecting the polygons of an area");
    return Area(std::make_shared<const GeosGeometry>(dissolved(collection)));
}

Area::Area(std::shared_ptr<const GeosGeometry> geometry) : m_geometry(std::move(geometry)) {}

double Area::area() const {
    return area_of(*m_geometry);
}

Box Area::box() const {
    return box_of(*m_geometry);
}

Wkb Area::wkb() const {
    const GEOSContextHandle_t handle = m_geometry->handle();
    const std::unique_ptr<GEOSWKBWriter, FreeWriter> writer(GEOSWKBWriter_create_r(handle),
                                                            FreeWriter{handle});
    GEOSWKBWriter_setOutputDimension_r(handle, writer.get(), 2);
    GEOSWKBWriter_setByteOrder_r(handle, writer.get(), GEOS_WKB_NDR);
    std::size_t size = 0;
    const std::unique_ptr<unsigned char, FreeBuffer> bytes(
        GEOSWKBWriter_write_r(handle, writer.get(), m_geometry->get(), &size), FreeBuffer{handle});
    if (!bytes) {
        m_geometry->context().fail("writing an area");
    }
    const auto* first = reinterpret_cast<const std::byte*>(bytes.get());
    return {first, first + size};
}

} // namespace wdd
