// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/shape_index.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace crims_tool {

namespace {

/// Which of `count` equal parts of the stretch from `low` on holds a value; the ends hold what lies
/// beyond.
std::size_t part_of(double value, double low, double parts_a_unit, std::size_t count) {
    const double part = std::floor((value - low) * parts_a_unit);
    return static_cast<std::size_t>(std::clamp(part, 0.0, static_cast<double>(count - 1)));
}

double parts_a_unit(double low, double high, std::size_t count) {
    return high > low ? static_cast<double>(count) / (high - low) : 0;
}

void require_finite(const Shape& shape) {
    for (const Ring& ring : shape.rings) {
        for (const Point& p : ring) {
            if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
                throw std::invalid_argument("a shape has a coordinate that is not finite");
            }
        }
    }
}

} // namespace

ShapeIndex::Banded::Banded(const Shape& shape) : box(shape.box()) {
    std::vector<Edge> all;
    for (const Ring& ring : shape.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            Point a = ring[i];
            Point b = ring[(i + 1) % ring.size()];
            if (a.y > b.y || (a.y == b.y && a.x > b.x)) {
                std::swap(a, b);
            }
            if (a != b) {
                all.push_back({a, b});
            }
        }
    }
    const std::size_t bands = std::max<std::size_t>(1, all.size() / 4);
    bands_a_unit = parts_a_unit(box.min_y, box.max_y, bands);
    begin.assign(bands + 1, 0);
    for (const Edge& edge : all) {
        for (std::size_t b = band(edge.low.y); b <= band(edge.high.y); ++b) {
            ++begin[b + 1];
        }
    }
    for (std::size_t b = 0; b < bands; ++b) {
        begin[b + 1] += begin[b];
    }
    edges.resize(begin.back());
    std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
    for (const Edge& edge : all) {
        for (std::size_t b = band(edge.low.y); b <= band(edge.high.y); ++b) {
            edges[next[b]++] = edge;
        }
    }
}

std::size_t ShapeIndex::Banded::band(double y) const {
    return part_of(y, box.min_y, bands_a_unit, begin.size() - 1);
}

bool ShapeIndex::Banded::contains(double x, double y) const {
    if (!box.contains(x, y)) {
        return false;
    }
    bool inside = false;
    const std::size_t at = band(y);
    for (std::uint32_t i = begin[at]; i < begin[at + 1]; ++i) {
        const auto& [low, high] = edges[i];
        if (y < low.y || y > high.y) {
            continue;
        }
        const double side = (high.x - low.x) * (y - low.y) - (high.y - low.y) * (x - low.x);
        const bool level = low.y == high.y;
        if (side == 0 && (!level || (low.x <= x && x <= high.x))) {
            return true;
        }
        // The upper end belongs to the next edge, or a vertex would count twice.
        if (!level && y < high.y && side > 0) {
            inside = !inside;
        }
    }
    return inside;
}

ShapeIndex::ShapeIndex(std::span<const Shape> shapes)
    : m_side(1 + static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(shapes.size())))) {
    m_shapes.reserve(shapes.size());
    for (const Shape& shape : shapes) {
        require_finite(shape);
        m_shapes.emplace_back(shape);
        m_box = m_shapes.size() == 1 ? m_shapes.front().box : m_box.joined(m_shapes.back().box);
    }
    m_cells.resize(m_side * m_side);
    for (std::size_t i = 0; i < m_shapes.size(); ++i) {
        const wdd::Box& box = m_shapes[i].box;
        for (std::size_t r = row(box.min_y); r <= row(box.max_y); ++r) {
            for (std::size_t c = column(box.min_x); c <= column(box.max_x); ++c) {
                m_cells[r * m_side + c].push_back(static_cast<std::uint32_t>(i));
            }
        }
    }
}

std::size_t ShapeIndex::column(double x) const {
    return part_of(x, m_box.min_x, parts_a_unit(m_box.min_x, m_box.max_x, m_side), m_side);
}

std::size_t ShapeIndex::row(double y) const {
    return part_of(y, m_box.min_y, parts_a_unit(m_box.min_y, m_box.max_y, m_side), m_side);
}

std::optional<std::size_t> ShapeIndex::locate(double x, double y) const {
    if (m_shapes.empty() || !m_box.contains(x, y)) { // NaN is in no box
        return std::nullopt;
    }
    for (const std::uint32_t shape : m_cells[row(y) * m_side + column(x)]) {
        if (m_shapes[shape].contains(x, y)) {
            return shape;
        }
    }
    return std::nullopt;
}

} // namespace crims_tool
