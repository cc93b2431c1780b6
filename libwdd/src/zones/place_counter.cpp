// SPDX-License-Identifier: MIT
#include "wdd/place_counter.hpp"

#include <algorithm>
#include <cmath>

#include "zones/segment_tree.hpp"

namespace wdd {

namespace {

constexpr double furthest_cell = 1e9;

Box moved_box(const Box& box, const RigidMotion& motion) {
    const double dx = motion.to_x - motion.from_x;
    const double dy = motion.to_y - motion.from_y;
    return {box.min_x + dx, box.min_y + dy, box.max_x + dx, box.max_y + dy};
}

} // namespace

// The locator takes a response and a control area: here the one area stands for both.
PlaceCounter::PlaceCounter(const Area& area, double distance, const std::vector<SpanPoint>& points)
    : m_locator(area, area, distance), m_box(area.box()), m_distance(distance) {
    m_points.reserve(points.size());
    for (const SpanPoint& point : points) {
        const double columns = (point.x - m_box.min_x) / (m_box.max_x - m_box.min_x);
        const double rows = (point.y - m_box.min_y) / (m_box.max_y - m_box.min_y);
        if (std::abs(columns) < furthest_cell && std::abs(rows) < furthest_cell) {
            m_points.push_back({cell_of(point.x, point.y), point});
        }
    }
    std::sort(m_points.begin(), m_points.end(),
              [](const CellPoint& a, const CellPoint& b) { return a.cell < b.cell; });
}

PlaceCounter::Cell PlaceCounter::cell_of(double x, double y) const {
    const auto along = [](double offset, double size) {
        return static_cast<std::int64_t>(
            std::clamp(std::floor(offset / size), -furthest_cell, furthest_cell));
    };
    return {along(y - m_box.min_y, m_box.max_y - m_box.min_y),
            along(x - m_box.min_x, m_box.max_x - m_box.min_x)};
}

template<class Use>
void PlaceCounter::visit(const Box& box, Use&& use) const {
    const Cell first = cell_of(box.min_x, box.min_y);
    const Cell last = cell_of(box.max_x, box.max_y);
    const auto before = [](const CellPoint& point, const Cell& cell) { return point.cell < cell; };
    auto point = m_points.begin();
    for (std::int64_t row = first.row; row <= last.row; ++row) {
        point = std::lower_bound(point, m_points.end(), Cell{row, first.column}, before);
        for (; point != m_points.end() && point->cell <= Cell{row, last.column}; ++point) {
            if (box.contains(point->point.x, point->point.y)) {
                use(point->point);
            }
        }
        if (point == m_points.end()) {
            return;
        }
        row = std::max(row, point->cell.row - 1); // rows without a point are passed over
    }
}

std::vector<RigidMotion> PlaceCounter::tiles() const {
    std::vector<Cell> cells;
    for (const CellPoint& point : m_points) {
        if (cells.empty() || cells.back() != point.cell) {
            cells.push_back(point.cell);
        }
    }
    const double width = m_box.max_x - m_box.min_x;
    const double height = m_box.max_y - m_box.min_y;
    const auto steps = [width, height](const Cell& cell) {
        return std::hypot(static_cast<double>(cell.column) * width,
                          static_cast<double>(cell.row) * height);
    };
    std::stable_sort(cells.begin(), cells.end(),
                     [&steps](const Cell& a, const Cell& b) { return steps(a) < steps(b); });
    const double x = (m_box.min_x + m_box.max_x) / 2;
    const double y = (m_box.min_y + m_box.max_y) / 2;
    std::vector<RigidMotion> motions;
    motions.reserve(cells.size());
    for (const Cell& cell : cells) {
        motions.push_back({.from_x = x,
                           .from_y = y,
                           .to_x = x + static_cast<double>(cell.column) * width,
                           .to_y = y + static_cast<double>(cell.row) * height});
    }
    return motions;
}

SpanCounts PlaceCounter::counted_in_copy(const RigidMotion& motion, Zone zone) {
    const double reach = zone == Zone::treated ? 0 : m_distance;
    SpanCounts counts;
    visit(moved_box(m_box.grown(reach), motion), [&](const SpanPoint& point) {
        const auto [x, y] = motion.backward(point.x, point.y);
        if (holds(m_locator.locate(x, y), zone)) {
            ++counts[point.span];
        }
    });
    return counts;
}

SpanCounts PlaceCounter::in_copy(const RigidMotion& motion) {
    return counted_in_copy(motion, Zone::treated);
}

SpanCounts PlaceCounter::around_copy(const RigidMotion& motion) {
    return counted_in_copy(motion, Zone::treated_displacement);
}

SpanCounts PlaceCounter::in_area(const Area& area) const {
    const SegmentTree boundary(area);
    SpanCounts counts;
    visit(area.box(), [&](const SpanPoint& point) {
        if (boundary.covers(point.x, point.y)) {
            ++counts[point.span];
        }
    });
    return counts;
}

SpanCounts PlaceCounter::around_area(const Area& area) const {
    const SegmentTree boundary(area);
    SpanCounts counts;
    visit(area.box().grown(m_distance), [&](const SpanPoint& point) {
        if (!boundary.covers(point.x, point.y) &&
            boundary.boundary_within(point.x, point.y, m_distance)) {
            ++counts[point.span];
        }
    });
    return counts;
}

} // namespace wdd
