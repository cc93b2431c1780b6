// SPDX-License-Identifier: MIT
#include "zones/area_raster.hpp"

#include <algorithm>
#include <cmath>

namespace wdd {

AreaRaster::AreaRaster(const RingedArea& area, unsigned bits_a_side)
    : m_bits(bits_a_side), m_box(area.box),
      m_columns_a_unit(static_cast<double>(std::size_t{1} << m_bits) / (m_box.max_x - m_box.min_x)),
      m_rows_a_unit(static_cast<double>(std::size_t{1} << m_bits) / (m_box.max_y - m_box.min_y)),
      m_cells(std::size_t{1} << (2 * m_bits)) {
    fill(area, 0, 0, std::size_t{1} << m_bits);
}

/// Looks at large cells first, and only where a boundary may cross one at the cells in it.
void AreaRaster::fill(const RingedArea& area, std::size_t column, std::size_t row,
                      std::size_t size) {
    const auto so_many = static_cast<double>(size);
    const double x = m_box.min_x + (static_cast<double>(column) + so_many / 2) / m_columns_a_unit;
    const double y = m_box.min_y + (static_cast<double>(row) + so_many / 2) / m_rows_a_unit;
    constexpr double wider = 1.02; // for the rounding of cell borders
    const double radius = wider * so_many / 2 * std::hypot(1 / m_columns_a_unit, 1 / m_rows_a_unit);
    const std::uint8_t found = area.locate_disc(x, y, radius);
    if (found != mixed_cell || size == 1) {
        for (std::size_t i = row; i < row + size; ++i) {
            const auto first =
                m_cells.begin() + static_cast<std::ptrdiff_t>((i << m_bits) + column);
            std::fill_n(first, size, found);
        }
        return;
    }
    const std::size_t half = size / 2;
    for (const std::size_t up : {std::size_t{0}, half}) {
        for (const std::size_t right : {std::size_t{0}, half}) {
            fill(area, column + right, row + up, half);
        }
    }
}

} // namespace wdd
