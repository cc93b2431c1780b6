// SPDX-License-Identifier: MIT
#include "wdd/zone_locator.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "zones/ringed_area.hpp"

namespace wdd {

namespace {

constexpr double cells_on_longer_side = 1024;
constexpr std::uint8_t unknown_cell = 0xFF;

} // namespace

/// Square cells over the study area. A cell learns at its first point whether all of it lies in the
/// same zones; only points in cells that a boundary may cross are decided one by one.
class ZoneLocator::Grid {
  public:
    Grid(const Area& response, const Area& control, double distance)
        : m_response(std::make_shared<const RingedArea>(response, distance, Zone::treated,
                                                        Zone::treated_displacement)),
          m_control(std::make_shared<const RingedArea>(control, distance, Zone::control,
                                                       Zone::control_displacement)),
          m_box(m_response->box.joined(m_control->box)),
          m_cell_size(std::max(m_box.max_x - m_box.min_x, m_box.max_y - m_box.min_y) /
                      cells_on_longer_side),
          m_columns(cells_along(m_box.max_x - m_box.min_x)),
          m_cells(m_columns * cells_along(m_box.max_y - m_box.min_y), unknown_cell) {}

    const Box& box() const { return m_box; }

    ZoneSet locate(double x, double y) {
        if (!m_box.contains(x, y)) { // false for NaN too
            return 0;
        }
        const std::size_t column = cell_along(x - m_box.min_x);
        const std::size_t row = cell_along(y - m_box.min_y);
        std::uint8_t& cell = m_cells[row * m_columns + column];
        if (cell == unknown_cell) {
            cell = classify(column, row);
        }
        if (cell == mixed_cell) {
            return static_cast<ZoneSet>(m_response->locate(x, y) | m_control->locate(x, y));
        }
        return cell;
    }

  private:
    std::size_t cell_along(double offset) const {
        return static_cast<std::size_t>(offset / m_cell_size);
    }

    std::size_t cells_along(double length) const { return cell_along(length) + 1; }

    std::uint8_t classify(std::size_t column, std::size_t row) const {
        const double x = m_box.min_x + (static_cast<double>(column) + 0.5) * m_cell_size;
        const double y = m_box.min_y + (static_cast<double>(row) + 0.5) * m_cell_size;
        // Half a diagonal is 0.7072 of the side; the rest is for the rounding of cell borders.
        const double radius = 0.72 * m_cell_size;
        const std::uint8_t response = m_response->locate_disc(x, y, radius);
        const std::uint8_t control = m_control->locate_disc(x, y, radius);
        if (response == mixed_cell || control == mixed_cell) {
            return mixed_cell;
        }
        return response | control;
    }

    std::shared_ptr<const RingedArea> m_response;
    std::shared_ptr<const RingedArea> m_control;
    Box m_box;
    double m_cell_size;
    std::size_t m_columns;
    std::vector<std::uint8_t> m_cells;
};

ZoneLocator::ZoneLocator(const Area& response, const Area& control, double distance) {
    if (!(distance >= 0) || !std::isfinite(distance)) {
        throw std::invalid_argument("the displacement distance must be a number >= 0");
    }
    m_grid = std::make_unique<Grid>(response, control, distance);
}

ZoneLocator::~ZoneLocator() = default;

ZoneLocator::ZoneLocator(const ZoneLocator& other)
    : m_grid(std::make_unique<Grid>(*other.m_grid)) {}

ZoneLocator::ZoneLocator(ZoneLocator&& other) noexcept = default;

ZoneLocator& ZoneLocator::operator=(const ZoneLocator& other) {
    if (this != &other) {
        m_grid = std::make_unique<Grid>(*other.m_grid);
    }
    return *this;
}

ZoneLocator& ZoneLocator::operator=(ZoneLocator&& other) noexcept = default;

ZoneSet ZoneLocator::locate(double x, double y) {
    return m_grid->locate(x, y);
}

Box ZoneLocator::box() const {
    return m_grid->box();
}

} // namespace wdd
