// SPDX-License-Identifier: MIT
#include "wdd/place_counter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

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

PlaceCounter::PlaceCounter(const Area& area, double distance, const std::vector<SpanPoint>& points)
    : m_locator(area, distance), m_box(area.box()), m_distance(distance) {
    constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();
    std::unordered_map<Cell, std::size_t, CellHash> numbers;
    std::vector<std::size_t> number_of_point;
    number_of_point.reserve(points.size());
    for (const SpanPoint& point : points) {
        const double columns = (point.x - m_box.min_x) / (m_box.max_x - m_box.min_x);
        const double rows = (point.y - m_box.min_y) / (m_box.max_y - m_box.min_y);
        if (!(std::abs(columns) < furthest_cell && std::abs(rows) < furthest_cell)) {
            number_of_point.push_back(nowhere);
            continue;
        }
        const Cell cell = cell_of(point.x, point.y);
        const auto [entry, is_new] = numbers.try_emplace(cell, m_cells.size());
        if (is_new) {
            m_cells.push_back({cell, entry->second, 0, 0});
        }
        ++m_cells[entry->second].size;
        number_of_point.push_back(entry->second);
    }
    std::sort(m_cells.begin(), m_cells.end(),
              [](const PointCell& a, const PointCell& b) { return a.cell < b.cell; });
    std::vector<std::size_t> next(
        m_cells.size()); // by the cell's number: where its next point goes
    std::size_t first = 0;
    for (PointCell& cell : m_cells) {
        cell.first = first;
        next[cell.number] = first;
        first += cell.size;
    }
    m_points.resize(first);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (number_of_point[i] != nowhere) {
            m_points[next[number_of_point[i]]++] = points[i];
        }
    }
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
    const auto before = [](const PointCell& one, const Cell& cell) { return one.cell < cell; };
    auto cell = m_cells.begin();
    for (std::int64_t row = first.row; row <= last.row; ++row) {
        cell = std::lower_bound(cell, m_cells.end(), Cell{row, first.column}, before);
        for (; cell != m_cells.end() && cell->cell <= Cell{row, last.column}; ++cell) {
            for (std::size_t i = cell->first; i < cell->first + cell->size; ++i) {
                if (box.contains(m_points[i].x, m_points[i].y)) {
                    use(m_points[i]);
                }
            }
        }
        if (cell == m_cells.end()) {
            return;
        }
        row = std::max(row, cell->cell.row - 1); // rows without a point are passed over
    }
}

std::vector<RigidMotion> PlaceCounter::tiles() const {
    std::vector<Cell> cells;
    cells.reserve(m_cells.size());
    for (const PointCell& one : m_cells) {
        cells.push_back(one.cell);
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
