// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "zones/ringed_area.hpp"

namespace wdd {

/// The box of an area with its ring, divided into cells, so many on each side that they are a power
/// of two. Each lies in the area, in the ring or outside, or it is a `mixed_cell` that a boundary
/// may cross.
class AreaRaster {
  public:
    AreaRaster(const RingedArea& area, unsigned bits_a_side);

    unsigned bits_a_side() const { return m_bits; }

    /// Column and row count from the box's lower left corner.
    std::uint8_t at(std::size_t column, std::size_t row) const {
        return m_cells[(row << m_bits) + column];
    }

    /// Of the cell that holds a point of the box, or is nearest to it.
    std::uint8_t at_point(double x, double y) const {
        const auto last = static_cast<double>((std::size_t{1} << m_bits) - 1);
        const double across = (x - m_box.min_x) * m_columns_a_unit;
        const double along = (y - m_box.min_y) * m_rows_a_unit;
        return at(static_cast<std::size_t>(std::clamp(across, 0.0, last)),
                  static_cast<std::size_t>(std::clamp(along, 0.0, last)));
    }

  private:
    void fill(const RingedArea& area, std::size_t column, std::size_t row, std::size_t size);

    unsigned m_bits;
    Box m_box;
    double m_columns_a_unit;
    double m_rows_a_unit;
    std::vector<std::uint8_t> m_cells;
};

} // namespace wdd
