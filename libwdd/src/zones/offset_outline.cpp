// SPDX-License-Identifier: MIT
#include "zones/offset_outline.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace wdd {

namespace {

constexpr double tolerance = 1e-4;         // in distances
constexpr std::size_t fewest_vertices = 4; // a triangle, closed

using ClosedLine = std::vector<Point>;

double twice_signed_area(const ClosedLine& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        sum += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
               (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
    }
    return sum;
}

/// > 0: `point` lies to the left of the way from `from` to `to`.
double left_of(const Point& from, const Point& to, const Point& point) {
    return (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
}

/// True if all vertices between two lie on the area's side of the chord from the one to the other.
bool is_outside(const ClosedLine& ring, std::size_t from, std::size_t to, double side) {
    for (std::size_t i = from + 1; i < to; ++i) {
        if (side * left_of(ring[from], ring[to], ring[i]) < 0) {
            return false;
        }
    }
    return true;
}

/// Short chords over bays, in place of the bays' vertices. The discs around a chord's two ends,
/// which are vertices of the area, cover those around all its points but for a sliver chord^2 / (8
/// distance) high, so what is gained is no more than that.
ClosedLine with_bays_closed(const ClosedLine& ring, bool is_exterior, double distance) {
    constexpr std::size_t furthest_ahead = 64;
    const double longest_chord = std::sqrt(8 * tolerance) * distance;
    const bool counter_clockwise = twice_signed_area(ring) > 0;
    const double side = counter_clockwise == is_exterior ? 1 : -1;
    ClosedLine kept{ring.front()};
    for (std::size_t at = 0; at + 1 < ring.size();) {
        std::size_t next = std::min(at + furthest_ahead, ring.size() - 1);
        while (next > at + 1 &&
               (std::hypot(ring[next].x - ring[at].x, ring[next].y - ring[at].y) > longest_chord ||
                !is_outside(ring, at, next, side))) {
            --next;
        }
        kept.push_back(ring[next]);
        at = next;
    }
    return kept.size() < fewest_vertices ? ring : kept;
}

GEOSGeometry* make_ring(const GeosContext& context, const ClosedLine& ring) {
    const GEOSContextHandle_t handle = context.handle();
    GEOSCoordSequence* sequence =
        GEOSCoordSeq_create_r(handle, static_cast<unsigned>(ring.size()), 2);
    for (unsigned i = 0; i < ring.size(); ++i) {
        GEOSCoordSeq_setXY_r(handle, sequence, i, ring[i].x, ring[i].y);
    }
    return GEOSGeom_createLinearRing_r(handle, sequence);
}

GEOSGeometry* simplified_polygon(const GeosContext& from, const GEOSGeometry* polygon,
                                 const GeosContext& to, double distance) {
    const auto simplified_ring = [&](const GEOSGeometry* ring, bool is_exterior) {
        return make_ring(to, with_bays_closed(ring_points(from, ring), is_exterior, distance));
    };
    GEOSGeometry* shell = simplified_ring(GEOSGetExteriorRing_r(from.handle(), polygon), true);
    const int hole_count = GEOSGetNumInteriorRings_r(from.handle(), polygon);
    std::vector<GEOSGeometry*> holes;
    holes.reserve(static_cast<std::size_t>(hole_count));
    for (int i = 0; i < hole_count; ++i) {
        holes.push_back(simplified_ring(GEOSGetInteriorRingN_r(from.handle(), polygon, i), false));
    }
    return GEOSGeom_createPolygon_r(to.handle(), shell, holes.data(),
                                    static_cast<unsigned>(holes.size()));
}

} // namespace

GeosGeometry simplified_for_offset(const Area& area, double distance) {
    const GeosContext& from = area.geometry().context();
    const auto context = std::make_shared<const GeosContext>();
    const int parts = GEOSGetNumGeometries_r(from.handle(), area.geometry().get());
    std::vector<GEOSGeometry*> polygons;
    polygons.reserve(static_cast<std::size_t>(parts));
    for (int i = 0; i < parts; ++i) {
        polygons.push_back(simplified_polygon(
            from, GEOSGetGeometryN_r(from.handle(), area.geometry().get(), i), *context, distance));
    }
    return take(context,
                GEOSGeom_createCollection_r(context->handle(), GEOS_MULTIPOLYGON, polygons.data(),
                                            static_cast<unsigned>(polygons.size())),
                "drawing a displacement area");
}

} // namespace wdd
