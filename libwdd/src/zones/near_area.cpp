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

namespace {

std::vector<Point> corners_of(const Area& area) {
    const GeosContext& context = area.geometry().context();
    const GEOSContextHandle_t handle = context.handle();
    const GEOSGeometry* whole = area.geometry().get();
    std::vector<Point> all;
    const int parts = GEOSGetNumGeometries_r(handle, whole);
    for (int i = 0; i < parts; ++i) {
        const std::vector<Point> of_part = ring_points(
            context, GEOSGetExteriorRing_r(handle, GEOSGetGeometryN_r(handle, whole, i)));
        all.insert(all.end(), of_part.begin(), of_part.end());
    }
    return all;
}

/// Around the middle of a box, through the furthest corner.
struct Circle {
    Circle(const Box& box, const std::vector<Point>& corners)
        : x((box.min_x + box.max_x) / 2), y((box.min_y + box.max_y) / 2) {
        double squared = 0;
        for (const Point& corner : corners) {
            const double dx = corner.x - x;
            const double dy = corner.y - y;
            squared = std::max(squared, dx * dx + dy * dy);
        }
        radius = std::sqrt(squared);
    }

    double x;
    double y;
    double radius = 0;
};

} // namespace

/// What corners alone can tell.
class NearArea::Corners {
  public:
    Corners(const Area& area, double distance)
        : m_boundary(area), m_circle(area.box(), corners_of(area)), m_distance(distance) {
        const Box box = area.box();
        m_margin =
            margin_share *
            (distance > 0 ? distance : std::min(box.max_x - box.min_x, box.max_y - box.min_y));
    }

    /// True or false where they are sure.
    std::optional<bool> are_near(const Area& other) const {
        const std::vector<Point> corners = corners_of(other);
        const std::size_t step = std::max<std::size_t>(1, corners.size() / most_corners);
        for (std::size_t at = 0; at < corners.size(); at += step) {
            if (holds(corners[at])) {
                return true;
            }
        }
        const Circle circle(other.box(), corners);
        const double apart = std::hypot(circle.x - m_circle.x, circle.y - m_circle.y);
        return apart > (circle.radius + m_circle.radius + m_distance) * (1 + margin_share)
                   ? std::optional(false)
                   : std::nullopt;
    }

  private:
    static constexpr double margin_share = 1e-3;
    static constexpr std::size_t most_corners = 64;

    /// So well within the distance that what is drawn holds what is around the corner.
    bool holds(const Point& point) const {
        if (m_distance > m_margin &&
            m_boundary.boundary_within(point.x, point.y, m_distance - m_margin)) {
            return true;
        }
        return m_boundary.covers(point.x, point.y) &&
               !m_boundary.boundary_within(point.x, point.y, m_margin);
    }

    SegmentTree m_boundary;
    Circle m_circle;
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
    if (const std::optional<bool> answer = m_corners->are_near(other)) {
        return *answer;
    }
    if (!m_surroundings) {
        m_surroundings = m_distance > 0 ? surrounded(m_area, m_distance) : m_area;
    }
    return other.box().meets(m_surroundings->box()) && shared_area(other, *m_surroundings) > 0;
}

} // namespace wdd
