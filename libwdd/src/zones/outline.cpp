// SPDX-License-Identifier: MIT
#include "wdd/outline.hpp"

#include "zones/geos.hpp"

namespace wdd {

Shape outline(const Area& area) {
    const GeosGeometry& geometry = area.geometry();
    const GEOSContextHandle_t handle = geometry.handle();
    Shape shape;
    const auto add = [&](const GEOSGeometry* ring) {
        shape.rings.push_back(ring_points(geometry.context(), ring));
    };
    for (int i = 0; i < GEOSGetNumGeometries_r(handle, geometry.get()); ++i) {
        const GEOSGeometry* polygon = GEOSGetGeometryN_r(handle, geometry.get(), i);
        add(GEOSGetExteriorRing_r(handle, polygon));
        for (int hole = 0; hole < GEOSGetNumInteriorRings_r(handle, polygon); ++hole) {
            add(GEOSGetInteriorRingN_r(handle, polygon, hole));
        }
    }
    return shape;
}

} // namespace wdd
