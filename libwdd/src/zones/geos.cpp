// SPDX-License-Identifier: MIT
#include "zones/geos.hpp"

#include <vector>

namespace wdd {

namespace {

void keep_message(const char* message, void* last_error) {
    *static_cast<std::string*>(last_error) = message;
}

struct FreeParameters {
    GEOSContextHandle_t handle;

    void operator()(GEOSMakeValidParams* p) const { GEOSMakeValidParams_destroy_r(handle, p); }
};

void collect_polygons(const GeosGeometry& owner, const GEOSGeometry* geometry,
                      std::vector<GEOSGeometry*>& polygons) {
    const GEOSContextHandle_t handle = owner.handle();
    const int type = GEOSGeomTypeId_r(handle, geometry);
    if (type == GEOS_POLYGON) {
        if (GEOSisEmpty_r(handle, geometry) == 0) {
            polygons.push_back(GEOSGeom_clone_r(handle, geometry));
        }
    } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        const int parts = GEOSGetNumGeometries_r(handle, geometry);
        for (int i = 0; i < parts; ++i) {
            collect_polygons(owner, GEOSGetGeometryN_r(handle, geometry, i), polygons);
        }
    }
}

} // namespace

GeosContext::GeosContext() : m_handle(GEOS_init_r()) {
    GEOSContext_setErrorMessageHandler_r(m_handle, keep_message, &m_last_error);
}

GeosContext::~GeosContext() {
    GEOS_finish_r(m_handle);
}

void GeosContext::fail(const std::string& what) const {
    throw GeometryError(m_last_error.empty() ? what : what + ": " + m_last_error);
}

void GeosGeometry::Destroy::operator()(GEOSGeometry* geometry) const {
    GEOSGeom_destroy_r(context->handle(), geometry);
}

GeosGeometry take(const std::shared_ptr<const GeosContext>& context, GEOSGeometry* made,
                  const std::string& what) {
    if (made == nullptr) {
        context->fail(what);
    }
    return {context, made};
}

GeosGeometry valid(GeosGeometry geometry) {
    const GEOSContextHandle_t handle = geometry.handle();
    if (GEOSisValid_r(handle, geometry.get()) == 1) {
        return geometry;
    }
    const std::unique_ptr<GEOSMakeValidParams, FreeParameters> parameters(
        GEOSMakeValidParams_create_r(handle), FreeParameters{handle});
    GEOSMakeValidParams_setMethod_r(handle, parameters.get(), GEOS_MAKE_VALID_STRUCTURE);
    return take(geometry.shared_context(),
                GEOSMakeValidWithParams_r(handle, geometry.get(), parameters.get()),
                "repairing a polygon");
}

std::vector<Point> ring_points(const GeosContext& context, const GEOSGeometry* ring) {
    const GEOSContextHandle_t handle = context.handle();
    const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(handle, ring);
    unsigned size = 0;
    if (sequence == nullptr || GEOSCoordSeq_getSize_r(handle, sequence, &size) == 0) {
        context.fail("reading the ring of an area");
    }
    std::vector<Point> points(size);
    for (unsigned i = 0; i < size; ++i) {
        GEOSCoordSeq_getXY_r(handle, sequence, i, &points[i].x, &points[i].y);
    }
    return points;
}

GeosGeometry polygonal_part(GeosGeometry geometry) {
    if (GEOSGeomTypeId_r(geometry.handle(), geometry.get()) == GEOS_MULTIPOLYGON) {
        return geometry;
    }
    std::vector<GEOSGeometry*> polygons;
    collect_polygons(geometry, geometry.get(), polygons);
    return take(geometry.shared_context(),
                GEOSGeom_createCollection_r(geometry.handle(), GEOS_MULTIPOLYGON, polygons.data(),
                                            static_cast<unsigned>(polygons.size())),
                "collecting polygons");
}

} // namespace wdd
