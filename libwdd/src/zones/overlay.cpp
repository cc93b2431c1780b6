// SPDX-License-Identifier: MIT
#include "wdd/overlay.hpp"

#include <memory>
#include <utility>

#include "zones/overlay_of.hpp"

namespace wdd {

std::optional<Area> polygons_of(GeosGeometry geometry) {
    const Area polygons(std::make_shared<const GeosGeometry>(polygonal_part(std::move(geometry))));
    return polygons.area() > 0 ? std::optional(polygons) : std::nullopt;
}

std::optional<Area> overlay_of(OverlayOperation operation, const Area& a, const Area& b,
                               const char* what) {
    const auto& context = a.geometry().shared_context();
    return polygons_of(
        take(context, operation(context->handle(), a.geometry().get(), b.geometry().get()), what));
}

std::optional<Area> common_area(const Area& a, const Area& b) {
    if (!a.box().meets(b.box())) {
        return std::nullopt;
    }
    return overlay_of(GEOSIntersection_r, a, b, "intersecting two areas");
}

/// No difference is drawn where there is nothing to take away.
std::optional<Area> remaining_area(const Area& a, const Area& b) {
    if (!common_area(a, b)) {
        return a;
    }
    return overlay_of(GEOSDifference_r, a, b, "clipping an area");
}

} // namespace wdd
