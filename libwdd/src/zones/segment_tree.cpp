// SPDX-License-Identifier: MIT
#include "zones/segment_tree.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "wdd/outline.hpp"

namespace wdd {

namespace {

constexpr std::size_t fanout = 8;
constexpr Box nothing{
    std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
    -std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

/// A box of the tree that is still to be looked into.
struct Visit {
    std::size_t level = 0;
    std::size_t index = 0;
    double squared_distance = 0;
};

double squared_distance_to(const Box& box, double x, double y) {
    const double dx = std::max({box.min_x - x, 0.0, x - box.max_x});
    const double dy = std::max({box.min_y - y, 0.0, y - box.max_y});
    return dx * dx + dy * dy;
}

/// The few boxes waiting while a tree of fanout eight is walked depth first: seven a level and one.
class VisitStack {
  public:
    bool empty() const { return m_size == 0; }

    void push(const Visit& visit) { m_visits.at(m_size++) = visit; }

    Visit pop() { return m_visits.at(--m_size); }

  private:
    static constexpr std::size_t deepest_tree = 22; // 8^21 segments are more than memory holds
    std::array<Visit, deepest_tree * fanout> m_visits;
    std::size_t m_size = 0;
};

} // namespace

SegmentTree::SegmentTree(const Area& area)
    : SegmentTree(area.geometry().shared_context(), outline(area).rings) {}

SegmentTree::SegmentTree(std::shared_ptr<const GeosContext> context,
                         const std::vector<std::vector<Point>>& rings)
    : m_context(std::move(context)) {
    for (const std::vector<Point>& ring : rings) {
        add_ring(ring);
    }
    build_levels();
}

void SegmentTree::add_ring(const std::vector<Point>& points) {
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        m_segments.push_back({points[i].x, points[i].y, points[i + 1].x, points[i + 1].y});
    }
    if (!points.empty() && points.front() != points.back()) {
        m_segments.push_back(
            {points.back().x, points.back().y, points.front().x, points.front().y});
    }
}

void SegmentTree::build_levels() {
    std::vector<Box> boxes((m_segments.size() + fanout - 1) / fanout, nothing);
    for (std::size_t i = 0; i < m_segments.size(); ++i) {
        const Segment& s = m_segments[i];
        boxes[i / fanout] = boxes[i / fanout].joined({std::min(s.ax, s.bx), std::min(s.ay, s.by),
                                                      std::max(s.ax, s.bx), std::max(s.ay, s.by)});
    }
    while (boxes.size() > fanout) {
        std::vector<Box> above((boxes.size() + fanout - 1) / fanout, nothing);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            above[i / fanout] = above[i / fanout].joined(boxes[i]);
        }
        m_levels.push_back(std::move(boxes));
        boxes = std::move(above);
    }
    m_levels.push_back(std::move(boxes));
}

int SegmentTree::orientation(const Segment& s, double x, double y) const {
    const double left = (s.ax - x) * (s.by - y);
    const double right = (s.ay - y) * (s.bx - x);
    const double determinant = left - right;
    // Shewchuk 1997, "Adaptive precision floating-point arithmetic", bound A: beyond it the sign of
    // the rounded determinant is the true one.
    constexpr double half_ulp = std::numeric_limits<double>::epsilon() / 2;
    const double bound = (3 + 16 * half_ulp) * half_ulp * (std::abs(left) + std::abs(right));
    if (determinant > bound) {
        return 1;
    }
    if (determinant < -bound) {
        return -1;
    }
    return GEOSOrientationIndex_r(m_context->handle(), s.ax, s.ay, s.bx, s.by, x, y);
}

/// Ray to the right of the point. Returns true if the point is on the segment; else turns `inside`
/// over if the ray crosses it. The lower end of a segment belongs to it, the upper does not.
bool SegmentTree::count_crossing(const Segment& s, double x, double y, bool& inside) const {
    if (s.ax < x && s.bx < x) {
        return false;
    }
    if (s.bx == x && s.by == y) {
        return true; // a ring is closed, so its segments' second ends are all of its vertices
    }
    if (s.ay == y && s.by == y) {
        return std::min(s.ax, s.bx) <= x && x <= std::max(s.ax, s.bx);
    }
    if ((s.ay > y) == (s.by > y)) {
        return false;
    }
    const int side = s.by < s.ay ? -orientation(s, x, y) : orientation(s, x, y);
    if (side > 0) {
        inside = !inside;
    }
    return side == 0;
}

bool SegmentTree::covers(double x, double y) const {
    bool inside = false;
    VisitStack stack;
    const std::size_t top = m_levels.size() - 1;
    for (std::size_t i = 0; i < m_levels[top].size(); ++i) {
        stack.push({top, i});
    }
    while (!stack.empty()) {
        const Visit visit = stack.pop();
        const Box& box = m_levels[visit.level][visit.index];
        if (box.max_x < x || box.min_y > y || box.max_y < y) {
            continue;
        }
        const std::size_t first = visit.index * fanout;
        if (visit.level == 0) {
            const std::size_t last = std::min(first + fanout, m_segments.size());
            for (std::size_t i = first; i < last; ++i) {
                if (count_crossing(m_segments[i], x, y, inside)) {
                    return true;
                }
            }
            continue;
        }
        const std::size_t last = std::min(first + fanout, m_levels[visit.level - 1].size());
        for (std::size_t i = first; i < last; ++i) {
            stack.push({visit.level - 1, i});
        }
    }
    return inside;
}

double SegmentTree::squared_distance(const Segment& s, double x, double y) {
    const double dx = s.bx - s.ax;
    const double dy = s.by - s.ay;
    const double length2 = dx * dx + dy * dy;
    const double along = (x - s.ax) * dx + (y - s.ay) * dy;
    if (along <= 0 || length2 == 0) {
        return (x - s.ax) * (x - s.ax) + (y - s.ay) * (y - s.ay);
    }
    if (along >= length2) {
        return (x - s.bx) * (x - s.bx) + (y - s.by) * (y - s.by);
    }
    // From the cross product, not from the foot of the perpendicular: exact for axis-parallel
    // edges.
    const double cross = (x - s.ax) * dy - (y - s.ay) * dx;
    return cross * cross / length2;
}

/// The smallest squared distance to a segment if it is below `bound`, else `bound`; the first one
/// found that is <= `stop_at` will do.
double SegmentTree::squared_distance_below(double bound, double x, double y, double stop_at) const {
    double best = bound;
    VisitStack stack;
    const auto push_children = [&](std::size_t level, std::size_t first, std::size_t last) {
        // Farthest first, so that the nearest is looked into first.
        std::array<Visit, fanout> children;
        std::size_t count = 0;
        for (std::size_t i = first; i < last; ++i) {
            const Visit child{level, i, squared_distance_to(m_levels[level][i], x, y)};
            std::size_t place = count++;
            for (; place > 0 && children[place - 1].squared_distance < child.squared_distance;
                 --place) {
                children[place] = children[place - 1];
            }
            children[place] = child;
        }
        for (std::size_t i = 0; i < count; ++i) {
            stack.push(children[i]);
        }
    };
    const std::size_t top = m_levels.size() - 1;
    push_children(top, 0, m_levels[top].size());
    while (!stack.empty()) {
        const Visit visit = stack.pop();
        if (visit.squared_distance >= best) {
            continue;
        }
        const std::size_t first = visit.index * fanout;
        if (visit.level > 0) {
            push_children(visit.level - 1, first,
                          std::min(first + fanout, m_levels[visit.level - 1].size()));
            continue;
        }
        const std::size_t last = std::min(first + fanout, m_segments.size());
        for (std::size_t i = first; i < last; ++i) {
            best = std::min(best, squared_distance(m_segments[i], x, y));
        }
        if (best <= stop_at) {
            return best;
        }
    }
    return best;
}

bool SegmentTree::boundary_within(double x, double y, double distance) const {
    const double squared = distance * distance;
    const double just_above = std::nextafter(squared, std::numeric_limits<double>::infinity());
    return squared_distance_below(just_above, x, y, squared) <= squared;
}

double SegmentTree::distance_to_boundary(double x, double y, double limit) const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double slack = 1 + 1e-12; // so that rounding hides nothing within the limit
    const double bound = limit * limit * slack;
    const double squared = squared_distance_below(bound, x, y, 0);
    return squared < bound ? std::sqrt(squared) : infinity;
}

} // namespace wdd
