// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "wdd/area.hpp"

namespace wdd {

/// Which of several boxes may hold a point, from a grid over all of them.
class BoxGrid {
  public:
    explicit BoxGrid(const std::vector<Box>& boxes)
        : m_boxes(boxes), m_box(joined(boxes)),
          m_columns_a_unit(static_cast<double>(side) / (m_box.max_x - m_box.min_x)),
          m_rows_a_unit(static_cast<double>(side) / (m_box.max_y - m_box.min_y)),
          m_first(side * side + 1) {
        visit_cells([this](std::size_t cell, std::uint32_t /*box*/) { ++m_first[cell + 1]; });
        for (std::size_t i = 1; i < m_first.size(); ++i) {
            m_first[i] += m_first[i - 1];
        }
        m_numbers.resize(m_first.back());
        std::vector<std::uint32_t> next = m_first;
        visit_cells([&](std::size_t cell, std::uint32_t box) { m_numbers[next[cell]++] = box; });
    }

    /// Calls `use(number)` for each box that holds the point.
    template<class Use>
    void visit(double x, double y, Use&& use) const {
        if (!m_box.contains(x, y)) { // false for NaN too
            return;
        }
        const std::size_t cell = row(y) * side + column(x);
        const std::uint32_t last = m_first[cell + 1];
        for (std::uint32_t at = m_first[cell]; at < last; ++at) {
            if (m_boxes[m_numbers[at]].contains(x, y)) {
                use(m_numbers[at]);
            }
        }
    }

  private:
    static constexpr std::size_t side = 128;

    static Box joined(const std::vector<Box>& boxes) {
        Box all = boxes.front();
        for (const Box& box : boxes) {
            all = all.joined(box);
        }
        return all;
    }

    std::size_t column(double x) const {
        return std::min(static_cast<std::size_t>((x - m_box.min_x) * m_columns_a_unit), side - 1);
    }

    std::size_t row(double y) const {
        return std::min(static_cast<std::size_t>((y - m_box.min_y) * m_rows_a_unit), side - 1);
    }

    /// Calls `use(cell, box)` for each cell that a box meets.
    template<class Use>
    void visit_cells(Use&& use) const {
        for (std::uint32_t i = 0; i < m_boxes.size(); ++i) {
            const Box& box = m_boxes[i];
            for (std::size_t r = row(box.min_y); r <= row(box.max_y); ++r) {
                for (std::size_t c = column(box.min_x); c <= column(box.max_x); ++c) {
                    use(r * side + c, i);
                }
            }
        }
    }

    const std::vector<Box>& m_boxes;
    Box m_box;
    double m_columns_a_unit;
    double m_rows_a_unit;
    std::vector<std::uint32_t> m_first;   ///< by cell: its first number; one more
    std::vector<std::uint32_t> m_numbers; ///< of the boxes
};

} // namespace wdd
