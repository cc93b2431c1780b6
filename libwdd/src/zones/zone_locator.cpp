// SPDX-License-Identifier: MIT
#include "wdd/zone_locator.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "zones/ringed_area.hpp"

namespace wdd {

namespace {

constexpr double cells_on_longer_side = 1024;
constexpr std::uint8_t unknown_cell = 0xFF;

} // namespace

/// Square cells over the zones, in three levels: a cell learns at its second point whether all of
/// it lies in the same zones (to learn costs what it costs to decide a point). Most points are
/// settled by the few large cells; a smaller cell is asked only where a boundary may cross the
/// larger one, and only points in the smallest of these are decided one by one.
class ZoneLocator::Grid {
  public:
    explicit Grid(std::vector<std::shared_ptr<const RingedArea>> areas)
        : m_areas(std::move(areas)), m_box(joined_boxes(m_areas)),
          m_cell_size(std::max(m_box.max_x - m_box.min_x, m_box.max_y - m_box.min_y) /
                      cells_on_longer_side) {
        const std::size_t columns = cell_along(m_box.max_x - m_box.min_x) + 1;
        const std::size_t rows = cell_along(m_box.max_y - m_box.min_y) + 1;
        for (std::size_t i = 0; i < level_shifts.size(); ++i) {
            const unsigned shift = level_shifts.at(i);
            const std::size_t across = ((columns - 1) >> shift) + 1;
            m_levels.at(i) = {across, std::vector<std::uint8_t>(
                                          across * (((rows - 1) >> shift) + 1), unknown_cell)};
        }
    }

    const Box& box() const { return m_box; }

    ZoneSet locate(double x, double y) {
        if (!m_box.contains(x, y)) { // false for NaN too
            return 0;
        }
        const std::size_t column = cell_along(x - m_box.min_x);
        const std::size_t row = cell_along(y - m_box.min_y);
        for (std::size_t i = 0; i < level_shifts.size(); ++i) {
            const unsigned shift = level_shifts[i];
            Level& level = m_levels[i];
            // Two threads that learn of one cell learn the same.
            const std::atomic_ref<std::uint8_t> known(
                level.cells[(row >> shift) * level.columns + (column >> shift)]);
            std::uint8_t cell = known.load(std::memory_order_relaxed);
            if (cell == unknown_cell) {
                cell = classify(column >> shift, row >> shift,
                                m_cell_size * static_cast<double>(std::size_t{1} << shift));
                known.store(cell, std::memory_order_relaxed);
            }
            if (cell != mixed_cell) {
                return cell;
            }
        }
        return decide(x, y);
    }

  private:
    struct Level {
        std::size_t columns = 0;
        std::vector<std::uint8_t> cells;
    };

    /// From large to small cells, as powers of two of the smallest.
    static constexpr std::array<unsigned, 3> level_shifts{6, 3, 0};

    static Box joined_boxes(const std::vector<std::shared_ptr<const RingedArea>>& areas) {
        Box box = areas.front()->box;
        for (const auto& area : areas) {
            box = box.joined(area->box);
        }
        return box;
    }

    std::size_t cell_along(double offset) const {
        return static_cast<std::size_t>(offset / m_cell_size);
    }

    ZoneSet decide(double x, double y) const {
        ZoneSet zones = 0;
        for (const auto& area : m_areas) {
            zones = static_cast<ZoneSet>(zones | area->locate(x, y));
        }
        return zones;
    }

    std::uint8_t classify(std::size_t column, std::size_t row, double size) const {
        const double x = m_box.min_x + (static_cast<double>(column) + 0.5) * size;
        const double y = m_box.min_y + (static_cast<double>(row) + 0.5) * size;
        // Half a diagonal is 0.7072 of the side; the rest is for the rounding of cell borders.
        const double radius = 0.72 * size;
        std::uint8_t zones = 0;
        for (const auto& area : m_areas) {
            const std::uint8_t of_area = area->locate_disc(x, y, radius);
            if (of_area == mixed_cell) {
                return mixed_cell;
            }
            zones |= of_area;
        }
        return zones;
    }

    std::vector<std::shared_ptr<const RingedArea>> m_areas;
    Box m_box;
    double m_cell_size;
    std::array<Level, level_shifts.size()> m_levels;
};

namespace {

std::shared_ptr<const RingedArea> response_with_ring(const Area& area, double distance) {
    if (!(distance >= 0) || !std::isfinite(distance)) {
        throw std::invalid_argument("the displacement distance must be a number >= 0");
    }
    return std::make_shared<const RingedArea>(area, distance, Zone::treated,
                                              Zone::treated_displacement);
}

} // namespace

ZoneLocator::ZoneLocator(const Area& response, const Area& control, double distance)
    : m_grid(std::make_unique<Grid>(
          std::vector{response_with_ring(response, distance),
                      std::make_shared<const RingedArea>(control, distance, Zone::control,
                                                         Zone::control_displacement)})) {}

ZoneLocator::ZoneLocator(const Area& response, double distance)
    : m_grid(std::make_unique<Grid>(std::vector{response_with_ring(response, distance)})) {}

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
