// SPDX-License-Identifier: MIT
#include "wdd/area_index.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "zones/segment_tree.hpp"

namespace wdd {

namespace {

double parts_a_unit(double low, double high, std::size_t count) {
    return high > low ? static_cast<double>(count) / (high - low) : 0;
}

void require_finite_shape(const Shape& shape) {
    for (const std::vector<Point>& ring : shape.rings) {
        for (const Point& p : ring) {
            if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
                throw std::invalid_argument("a shape has a coordinate that is not finite");
            }
        }
    }
}

} // namespace

Box Shape::box() const {
    std::optional<Box> all;
    for (const std::vector<Point>& ring : rings) {
        for (const Point& p : ring) {
            const Box one{p.x, p.y, p.x, p.y};
            all = all ? all->joined(one) : one;
        }
    }
    if (!all) {
        throw std::invalid_argument("a shape without a point has no box");
    }
    return *all;
}

/// Cells that know the few shapes whose box meets them.
class AreaIndex::Grid {
  public:
    explicit Grid(std::span<const Shape> shapes)
        : m_shapes(located(shapes)), m_box(box_of(m_shapes)),
          m_side(1 + static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(shapes.size())))),
          m_columns_a_unit(parts_a_unit(m_box.min_x, m_box.max_x, m_side)),
          m_rows_a_unit(parts_a_unit(m_box.min_y, m_box.max_y, m_side)), m_cells(m_side * m_side) {
        for (std::size_t i = 0; i < m_shapes.size(); ++i) {
            add_to_cells(i);
        }
    }

    std::optional<std::size_t> locate(double x, double y) const {
        if (m_shapes.empty() || !m_box.contains(x, y)) { // NaN is in no box
            return std::nullopt;
        }
        for (const std::uint32_t i : m_cells[row(y) * m_side + column(x)]) {
            if (m_shapes[i].box.contains(x, y) && m_shapes[i].boundary.covers(x, y)) {
                return i;
            }
        }
        return std::nullopt;
    }

  private:
    struct Located {
        Box box;
        SegmentTree boundary;
    };

    static std::vector<Located> located(std::span<const Shape> shapes) {
        const auto context = std::make_shared<const GeosContext>();
        std::vector<Located> result;
        result.reserve(shapes.size());
        for (const Shape& shape : shapes) {
            require_finite_shape(shape);
            result.push_back({shape.box(), SegmentTree(context, shape.rings)});
        }
        return result;
    }

    static Box box_of(const std::vector<Located>& shapes) {
        std::optional<Box> all;
        for (const Located& shape : shapes) {
            all = all ? all->joined(shape.box) : shape.box;
        }
        return all.value_or(Box{});
    }

    void add_to_cells(std::size_t i) {
        const Box& box = m_shapes[i].box;
        for (std::size_t r = row(box.min_y); r <= row(box.max_y); ++r) {
            for (std::size_t c = column(box.min_x); c <= column(box.max_x); ++c) {
                m_cells[r * m_side + c].push_back(static_cast<std::uint32_t>(i));
            }
        }
    }

    std::size_t part(double parts) const {
        return static_cast<std::size_t>(std::clamp(parts, 0.0, static_cast<double>(m_side - 1)));
    }

    std::size_t column(double x) const { return part((x - m_box.min_x) * m_columns_a_unit); }

    std::size_t row(double y) const { return part((y - m_box.min_y) * m_rows_a_unit); }

    std::vector<Located> m_shapes;
    Box m_box;
    std::size_t m_side; ///< columns, and rows
    double m_columns_a_unit;
    double m_rows_a_unit;
    std::vector<std::vector<std::uint32_t>> m_cells;
};

AreaIndex::AreaIndex(std::span<const Shape> shapes)
    : m_grid(std::make_unique<const Grid>(shapes)) {}

AreaIndex::~AreaIndex() = default;
AreaIndex::AreaIndex(AreaIndex&& other) noexcept = default;
AreaIndex& AreaIndex::operator=(AreaIndex&& other) noexcept = default;

std::optional<std::size_t> AreaIndex::locate(double x, double y) const {
    return m_grid->locate(x, y);
}

} // namespace wdd
