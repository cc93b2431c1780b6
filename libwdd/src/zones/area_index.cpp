// SPDX-License-Identifier: MIT
#include "wdd/area_index.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "zones/segment_tree.hpp"

namespace wdd {

namespace {

/// What is lost where coordinates are added and multiplied, and more.
constexpr double rounding_of_cells = 1e-12;

/// A stretch in equal parts; the ends hold what lies beyond.
struct EqualParts {
    EqualParts(double from, double to, std::size_t number)
        : count(number), low(from), high(to),
          a_unit(to > from ? static_cast<double>(number) / (to - from) : 0) {}

    std::size_t part(double value) const {
        return static_cast<std::size_t>(
            std::clamp((value - low) * a_unit, 0.0, static_cast<double>(count - 1)));
    }

    /// But for rounding.
    double begin_of(std::size_t part) const {
        return low + (high - low) * static_cast<double>(part) / static_cast<double>(count);
    }

    std::size_t count;
    double low;
    double high;
    double a_unit;
};

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

/// Two grids over all shapes. In most cells of the fine one no boundary runs, so all of their
/// points lie in one shape, which the first of them finds. The cells of the coarse one know the few
/// shapes whose box meets them.
class AreaIndex::Grid {
  public:
    explicit Grid(std::span<const Shape> shapes)
        : m_shapes(located(shapes)), m_box(box_of(m_shapes)),
          m_columns(m_box.min_x, m_box.max_x, coarse_side(shapes)),
          m_rows(m_box.min_y, m_box.max_y, coarse_side(shapes)),
          m_cells(m_columns.count * m_rows.count),
          m_fine_columns(m_box.min_x, m_box.max_x, fine_side(shapes)),
          m_fine_rows(m_box.min_y, m_box.max_y, fine_side(shapes)),
          m_fine(m_fine_columns.count * m_fine_rows.count, unseen_cell) {
        for (std::size_t i = 0; i < m_shapes.size(); ++i) {
            add_to_cells(i);
        }
        for (const Shape& shape : shapes) {
            for (const std::vector<Point>& ring : shape.rings) {
                for (std::size_t i = 0; i < ring.size(); ++i) {
                    divide_cells(ring[i], ring[(i + 1) % ring.size()]);
                }
            }
        }
    }

    std::optional<std::size_t> locate(double x, double y) const {
        if (m_shapes.empty() || !m_box.contains(x, y)) { // NaN is in no box
            return std::nullopt;
        }
        // Two threads that learn of one cell learn the same.
        const std::atomic_ref<std::int32_t> known(
            m_fine[m_fine_rows.part(y) * m_fine_columns.count + m_fine_columns.part(x)]);
        std::int32_t shape = known.load(std::memory_order_relaxed);
        if (shape == divided_cell) {
            shape = find(x, y);
        } else if (shape == unseen_cell) {
            shape = find(x, y);
            known.store(shape, std::memory_order_relaxed);
        }
        return shape == nowhere ? std::nullopt : std::optional(static_cast<std::size_t>(shape));
    }

  private:
    static constexpr std::int32_t nowhere = -1;
    static constexpr std::int32_t unseen_cell = -2;
    static constexpr std::int32_t divided_cell = -3; ///< a boundary may run through it

    struct Located {
        Box box;
        SegmentTree boundary;
    };

    std::int32_t find(double x, double y) const {
        for (const std::uint32_t i :
             m_cells[m_rows.part(y) * m_columns.count + m_columns.part(x)]) {
            if (m_shapes[i].box.contains(x, y) && m_shapes[i].boundary.covers(x, y)) {
                return static_cast<std::int32_t>(i);
            }
        }
        return nowhere;
    }

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

    static std::size_t coarse_side(std::span<const Shape> shapes) {
        return 1 + static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(shapes.size())));
    }

    static std::size_t fine_side(std::span<const Shape> shapes) {
        std::size_t corners = 0;
        for (const Shape& shape : shapes) {
            for (const std::vector<Point>& ring : shape.rings) {
                corners += ring.size();
            }
        }
        constexpr double fewest = 32;
        constexpr double most = 1024;
        return static_cast<std::size_t>(
            std::clamp(2 * std::sqrt(static_cast<double>(corners)), fewest, most));
    }

    /// Those that an edge may cross.
    void divide_cells(const Point& a, const Point& b) {
        const Point& left = a.x <= b.x ? a : b;
        const Point& right = a.x <= b.x ? b : a;
        const double slope = right.x > left.x ? (right.y - left.y) / (right.x - left.x) : 0;
        const double across = rounding_of_cells * (m_box.max_x - m_box.min_x + std::abs(left.x));
        const double along = rounding_of_cells * (m_box.max_y - m_box.min_y + std::abs(left.y));
        const std::size_t last = m_fine_columns.part(right.x);
        for (std::size_t column = m_fine_columns.part(left.x); column <= last; ++column) {
            // The stretch of the edge in this column, or where it is upright all of it.
            double from = left.y;
            double to = right.y;
            if (right.x > left.x) {
                const double begin = std::max(left.x, m_fine_columns.begin_of(column) - across);
                const double end = std::min(right.x, m_fine_columns.begin_of(column + 1) + across);
                from = left.y + slope * (begin - left.x);
                to = left.y + slope * (end - left.x);
            }
            const std::size_t top = m_fine_rows.part(std::max(from, to) + along);
            for (std::size_t row = m_fine_rows.part(std::min(from, to) - along); row <= top;
                 ++row) {
                m_fine[row * m_fine_columns.count + column] = divided_cell;
            }
        }
    }

    void add_to_cells(std::size_t i) {
        const Box& box = m_shapes[i].box;
        for (std::size_t r = m_rows.part(box.min_y); r <= m_rows.part(box.max_y); ++r) {
            for (std::size_t c = m_columns.part(box.min_x); c <= m_columns.part(box.max_x); ++c) {
                m_cells[r * m_columns.count + c].push_back(static_cast<std::uint32_t>(i));
            }
        }
    }

    std::vector<Located> m_shapes;
    Box m_box;
    EqualParts m_columns;
    EqualParts m_rows;
    std::vector<std::vector<std::uint32_t>> m_cells;
    EqualParts m_fine_columns;
    EqualParts m_fine_rows;
    mutable std::vector<std::int32_t> m_fine; ///< what is known of the fine cells
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
