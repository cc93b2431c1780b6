// SPDX-License-Identifier: MIT
#include "wdd/relocation.hpp"

#include <tuple>

#include "zones/geos.hpp"

namespace wdd {

namespace {

int move_point(double* x, double* y, void* motion) {
    std::tie(*x, *y) = static_cast<const RigidMotion*>(motion)->forward(*x, *y);
    return 1;
}

} // namespace

Area moved(const Area& area, const RigidMotion& motion) {
    const GeosGeometry& geometry = area.geometry();
    RigidMotion copy = motion; // GEOS takes what it hands to the callback without const
    return Area(std::make_shared<const GeosGeometry>(
        take(geometry.shared_context(),
             GEOSGeom_transformXY_r(geometry.handle(), geometry.get(), move_point, &copy),
             "moving an area")));
}

} // namespace wdd
