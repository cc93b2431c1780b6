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
    explicit BoxGrid(const std::vector<Box>& boxes) : m_boxes(boxes), m_box(boxes.front()) {
        for (const Box& box : boxes) {
            m_box = m_box.joined(box);
        }
        m_cells.resize(side * side);
        for (std::uint32_t i = 0; i < boxes.size(); ++i) {
            const std::size_t last_row = along(boxes[i].max_y, m_box.min_y, m_box.max_y);
            const std::size_t last_column = along(boxes[i].max_x, m_box.min_x, m_box.max_x);
            for (auto row = along(boxes[i].min_y, m_box.min_y, m_box.max_y); row <= last_row;
                 ++row) {
                for (auto column = along(boxes[i].min_x, m_box.min_x, m_box.max_x);
                     column <= last_column; ++column) {
                    m_cells[row * side + column].push_back(i);
                }
            }
        }
    }

    /// Calls `use(number)` for each box that holds the point.
    template<class Use>
    void visit(double x, double y, Use&& use) const {
        if (!m_box.contains(x, y)) { // false for NaN too
            return;
        }
        for (const std::uint32_t i : m_cells[along(y, m_box.min_y, m_box.max_y) * side +
                                             along(x, m_box.min_x, m_box.max_x)]) {
            if (m_boxes[i].contains(x, y)) {
                use(i);
            }
        }
    }

  private:
    static constexpr std::size_t side = 128;

    static std::size_t along(double at, double from, double to) {
        const double cell = (at - from) / (to - from) * static_cast<double>(side);
        return std::min(static_cast<std::size_t>(cell), side - 1);
    }

    const std::vector<Box>& m_boxes;
    Box m_box;
    std::vector<std::vector<std::uint32_t>> m_cells;
};

} // namespace wdd
