// SPDX-License-Identifier: MIT
#include "wdd/ring_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <future>
#include <stdexcept>
#include <utility>
#include <vector>

#include "wdd/overlay.hpp"
#include "zones/geos.hpp"
#include "zones/offset_outline.hpp"
#include "zones/overlay_of.hpp"

namespace wdd {

namespace {

constexpr int segments_a_quarter_circle = 64;
constexpr double rounding_share = 1e-9;

using Ring = std::optional<Area>;

Ring common(const Ring& a, const Ring& b) {
    return a && b ? common_area(*a, *b) : std::nullopt;
}

/// `a` without `b`.
Ring without(const Ring& a, const Ring& b) {
    return a && b ? remaining_area(*a, *b) : a;
}

/// A copy with a context of its own, so that another thread can work on it.
GeosGeometry detached(const Area& area) {
    auto context = std::make_shared<const GeosContext>();
    return take(context, GEOSGeom_clone_r(context->handle(), area.geometry().get()),
                "copying an area");
}

/// Everything no further from the area than `distance`, drawn. The cost of a buffer grows with the
/// square of the arcs that cross each other, half a minute for 20,000 wiggling vertices, so those
/// that do not shape the outline are left out first.
GeosGeometry surroundings(const Area& area, double distance) {
    constexpr int many_vertices = 1000;
    const GEOSContextHandle_t handle = area.geometry().handle();
    const bool many = GEOSGetNumCoordinates_r(handle, area.geometry().get()) > many_vertices;
    const GeosGeometry shape = many ? valid(simplified_for_offset(area, distance)) : detached(area);
    return take(shape.shared_context(),
                GEOSBuffer_r(shape.handle(), shape.get(), distance, segments_a_quarter_circle),
                "drawing a displacement area");
}

/// An area's ring, and both together.
struct Surrounded {
    Ring ring;
    Area whole;
};

Surrounded surround(const Area& area, double distance) {
    if (distance == 0) {
        return {std::nullopt, area};
    }
    const Ring whole = polygons_of(surroundings(area, distance));
    if (!whole) {
        area.geometry().context().fail("drawing a displacement area");
    }
    return {overlay_of(GEOSDifference_r, *whole, area, "drawing a displacement area"), *whole};
}

void require_distance(double distance) {
    if (!(distance >= 0) || !std::isfinite(distance)) {
        throw std::invalid_argument("the displacement distance must be a number >= 0");
    }
}

double size_of(const Ring& ring) {
    return ring ? ring->area() : 0;
}

double without_rounding(double shared, double smaller) {
    return shared > rounding_share * smaller ? shared : 0;
}

double shared_size(const Ring& a, const Ring& b) {
    return without_rounding(size_of(common(a, b)), std::min(size_of(a), size_of(b)));
}

/// All of them as one area.
Area merged(const std::vector<Ring>& parts) {
    std::vector<Wkb> polygons;
    for (const Ring& part : parts) {
        if (part) {
            polygons.push_back(part->wkb());
        }
    }
    return Area::dissolve(polygons);
}

} // namespace

double shared_area(const Area& a, const Area& b) {
    return shared_size(a, b);
}

Area surrounded(const Area& area, double distance) {
    require_distance(distance);
    return surround(area, distance).whole;
}

std::optional<Area> ring_around(const Area& area, double distance) {
    require_distance(distance);
    return surround(area, distance).ring;
}

ZoneGeometry zone_geometry(const Area& response, const Area& control, double distance,
                           OverlapRule rule) {
    require_distance(distance);
    std::future<Surrounded> drawing =
        std::async(std::launch::async, surround, std::cref(response), distance);
    const Surrounded around_control = surround(control, distance);
    const Surrounded around_response = drawing.get();
    const Ring& response_ring = around_response.ring;
    const Ring& control_ring = around_control.ring;
    ZoneGeometry result{
        .polygons = {{response, control, response_ring, control_ring}},
        .study_area = merged({around_response.whole, around_control.whole}),
        .overlaps = {.areas = shared_area(response, control),
                     .response_ring_in_control = shared_size(response_ring, control),
                     .control_ring_in_response = shared_size(control_ring, response),
                     .rings = shared_size(response_ring, control_ring)}};
    if (rule != OverlapRule::count && result.overlaps.any_ring()) {
        const Ring shared = common(response_ring, control_ring);
        result.polygons.zones[2] = without(without(response_ring, control), shared);
        result.polygons.zones[3] = without(without(control_ring, response), shared);
        result.study_area = merged({result.polygons.zones.begin(), result.polygons.zones.end()});
    }
    return result;
}

} // namespace wdd
