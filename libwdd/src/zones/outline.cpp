// SPDX-License-Identifier: MIT
#include "wdd/outline.hpp"

#include "zones/geos.hpp"

namespace wdd {

namespace {

void add_ring(Outline& rings, const GeosContext& context, const GEOSGeometry* ring) {
    rings.emplace_back();
    for (const Point& point : ring_points(context, ring)) {
        rings.back().emplace_back(point.x, point.y);
    }
}

} // namespace

Outline outline(const Area& area) {
    const GeosGeometry& geometry = area.geometry();
    const GEOSContextHandle_t handle = geometry.handle();
    Outline rings;
    for (int i = 0; i < GEOSGetNumGeometries_r(handle, geometry.get()); ++i) {
        const GEOSGeometry* polygon = GEOSGetGeometryN_r(handle, geometry.get(), i);
        add_ring(rings, geometry.context(), GEOSGetExteriorRing_r(handle, polygon));
        for (int hole = 0; hole < GEOSGetNumInteriorRings_r(handle, polygon); ++hole) {
            add_ring(rings, geometry.context(), GEOSGetInteriorRingN_r(handle, polygon, hole));
        }
    }
    return rings;
}

} // namespace wdd
