// SPDX-License-Identifier: MIT
#include "wdd/near_area.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "wdd/ring_geometry.hpp"
#include "zones/geos.hpp"
#include "zones/segment_tree.hpp"

namespace wdd {

/// Corners that lie well within the distance, so that what is drawn holds what is around them.
class NearArea::Corners {
  public:
    Corners(const Area& area, double distance) : m_boundary(area), m_distance(distance) {
        const Box box = area.box();
        m_margin =
            margin_share *
            (distance > 0 ? distance : std::min(box.max_x - box.min_x, box.max_y - box.min_y));
    }

    bool hold_some_of(const Area& other) const {
        const GeosContext& context = other.geometry().context();
        const GEOSContextHandle_t handle = context.handle();
        const GEOSGeometry* whole = other.geometry().get();
        const int parts = GEOSGetNumGeometries_r(handle, whole);
        for (int i = 0; i < parts; ++i) {
            const GEOSGeometry* polygon = GEOSGetGeometryN_r(handle, whole, i);
            const std::vector<Point> points =
                ring_points(context, GEOSGetExteriorRing_r(handle, polygon));
            const std::size_t step = std::max<std::size_t>(1, points.size() / most_corners);
            for (std::size_t at = 0; at < points.size(); at += step) {
                if (holds(points[at])) {
                    return true;
                }
            }
        }
        return false;
    }

  private:
    static constexpr double margin_share = 1e-3;
    static constexpr std::size_t most_corners = 64;

    bool holds(const Point& point) const {
        if (m_distance > m_margin &&
            m_boundary.boundary_within(point.x, point.y, m_distance - m_margin)) {
            return true;
        }
        return m_boundary.covers(point.x, point.y) &&
               !m_boundary.boundary_within(point.x, point.y, m_margin);
    }

    SegmentTree m_boundary;
    double m_distance;
    double m_margin = 0;
};

NearArea::NearArea(const Area& area, double distance) : m_area(area), m_distance(distance) {
    if (!(distance >= 0) || !std::isfinite(distance)) {
        throw std::invalid_argument("the distance must be a number >= 0");
    }
    m_box = area.box().grown(distance);
    m_corners = std::make_unique<const Corners>(area, distance);
}

NearArea::~NearArea() = default;

bool NearArea::is_near(const Area& other) {
    if (!other.box().meets(m_box)) {
        return false;
    }
    if (m_corners->hold_some_of(other)) {
        return true;
    }
    if (!m_surroundings) {
        m_surroundings = m_distance > 0 ? surrounded(m_area, m_distance) : m_area;
    }
    return other.box().meets(m_surroundings->box()) && shared_area(other, *m_surroundings) > 0;
}

} // namespace wdd
