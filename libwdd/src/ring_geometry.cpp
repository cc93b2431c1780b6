// SPDX-License-Identifier: MIT
#include "wdd/ring_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <stdexcept>
#include <utility>

#include "geos.hpp"

namespace wdd {

namespace {

constexpr int segments_a_quarter_circle = 64;
constexpr double rounding_share = 1e-9;

using OverlayOperation = GEOSGeometry* (*)(GEOSContextHandle_t, const GEOSGeometry*,
                                           const GEOSGeometry*);
using Ring = std::optional<Area>;

Ring ring_from(GeosGeometry geometry) {
    GeosGeometry polygons = polygonal_part(std::move(geometry));
    if (GEOSisEmpty_r(polygons.handle(), polygons.get()) != 0) {
        return std::nullopt;
    }
    return Area(std::make_shared<const GeosGeometry>(std::move(polygons)));
}

Ring overlay(OverlayOperation operation, const Area& a, const Area& b, const char* what) {
    const auto& context = a.geometry().shared_context();
    return ring_from(
        take(context, operation(context->handle(), a.geometry().get(), b.geometry().get()), what));
}

Ring common(const Area& a, const Area& b) {
    const Box box_a = a.box();
    const Box box_b = b.box();
    if (box_a.max_x < box_b.min_x || box_b.max_x < box_a.min_x || box_a.max_y < box_b.min_y ||
        box_b.max_y < box_a.min_y) {
        return std::nullopt;
    }
    return overlay(GEOSIntersection_r, a, b, "intersecting two zones");
}

Ring common(const Ring& a, const Ring& b) {
    return a && b ? common(*a, *b) : std::nullopt;
}

/// `a` without `b`; no overlay is done where they do not meet.
Ring without(const Ring& a, const Ring& b) {
    if (!a || !b || !common(*a, *b)) {
        return a;
    }
    return overlay(GEOSDifference_r, *a, *b, "clipping a zone");
}

/// A copy with a context of its own, so that another thread can work on it.
GeosGeometry detached(const Area& area) {
    auto context = std::make_shared<const GeosContext>();
    return take(context, GEOSGeom_clone_r(context->handle(), area.geometry().get()),
                "copying an area");
}

GeosGeometry buffered(const GeosGeometry& geometry, double distance, int segments) {
    return take(geometry.shared_context(),
                GEOSBuffer_r(geometry.handle(), geometry.get(), distance, segments),
                "drawing a displacement area");
}

GeosGeometry simplified(const GeosGeometry& geometry, double tolerance) {
    return take(geometry.shared_context(),
                GEOSSimplify_r(geometry.handle(), geometry.get(), tolerance),
                "drawing a displacement area");
}

/// Everything no further from the geometry than `distance`. With many vertices one buffer step is
/// quadratic in the arcs that cross each other (20,000 wiggling vertices: half a minute). Distances
/// add up, so the buffer is grown in doubling steps, each closing the bays too narrow for the next
/// (the same polygon: a fifth of a second). Steps are drawn so finely that the outline stays within
/// 0.0002 distances of the true one.
GeosGeometry grown(GeosGeometry geometry, double distance) {
    constexpr int many_vertices = 1000;
    constexpr double first_step = 1.0 / 64;
    constexpr double last_step = 0.25;
    constexpr double tolerance = 2e-5;
    double grown_by = 0;
    if (GEOSGetNumCoordinates_r(geometry.handle(), geometry.get()) > many_vertices) {
        for (double step = first_step; step <= last_step; step *= 2) {
            const int segments =
                static_cast<int>(std::ceil(segments_a_quarter_circle * std::sqrt(step)));
            geometry =
                simplified(buffered(geometry, step * distance, segments), tolerance * distance);
            grown_by += step * distance;
        }
    }
    return buffered(geometry, distance - grown_by, segments_a_quarter_circle);
}

Ring ring_around(GeosGeometry area, double distance) {
    if (distance == 0) {
        return std::nullopt;
    }
    const auto context = area.shared_context();
    const GeosGeometry hole =
        take(context, GEOSGeom_clone_r(context->handle(), area.get()), "copying an area");
    const GeosGeometry whole = grown(std::move(area), distance);
    return ring_from(take(context, GEOSDifference_r(context->handle(), whole.get(), hole.get()),
                          "drawing a displacement area"));
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

} // namespace

double shared_area(const Area& a, const Area& b) {
    return shared_size(a, b);
}

ZoneGeometry zone_geometry(const Area& response, const Area& control, double distance,
                           OverlapRule rule) {
    if (!(distance >= 0) || !std::isfinite(distance)) {
        throw std::invalid_argument("the displacement distance must be a number >= 0");
    }
    std::future<Ring> drawing =
        std::async(std::launch::async, ring_around, detached(response), distance);
    const Ring control_ring = ring_around(detached(control), distance);
    const Ring response_ring = drawing.get();
    ZoneGeometry result;
    result.overlaps = {.areas = shared_area(response, control),
                       .response_ring_in_control = shared_size(response_ring, control),
                       .control_ring_in_response = shared_size(control_ring, response),
                       .rings = shared_size(response_ring, control_ring)};
    result.polygons.zones = {response, control, response_ring, control_ring};
    if (rule != OverlapRule::count && result.overlaps.any_ring()) {
        const Ring shared = common(response_ring, control_ring);
        result.polygons.zones[2] = without(without(response_ring, control), shared);
        result.polygons.zones[3] = without(without(control_ring, response), shared);
    }
    return result;
}

} // namespace wdd
