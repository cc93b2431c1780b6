// SPDX-License-Identifier: MIT
#include "wdd/areas_locator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>

#include "zones/ringed_area.hpp"

namespace wdd {

namespace {

constexpr double fine_cells_on_longer_side = 1024;
/// From large to small cells, as powers of two of the smallest. The largest are the blocks.
constexpr std::array<unsigned, 3> level_shifts{4, 2, 0};
constexpr std::int32_t unseen_cell = -1;
constexpr std::int32_t divided_cell = -2; ///< a boundary of some place may run through it

Box box_of(const std::vector<RingedArea>& areas) {
    Box box = areas.front().box;
    for (const RingedArea& area : areas) {
        box = box.joined(area.box);
    }
    return box;
}

std::vector<RingedArea> ringed(const std::vector<Area>& areas, double distance) {
    std::vector<RingedArea> all;
    all.reserve(areas.size());
    for (const Area& area : areas) {
        all.emplace_back(area, distance, Zone::treated, Zone::treated_displacement);
    }
    return all;
}

} // namespace

/// Square cells in three levels, each of which learns at its first point whether all of it lies in
/// the same places; a smaller cell is asked only where a boundary may cross the larger one. The
/// largest cells, the blocks, know which areas come near, so that no others are asked.
class AreasLocator::Grid {
  public:
    Grid(const std::vector<Area>& areas, double distance)
        : m_areas(ringed(areas, distance)), m_box(box_of(m_areas)),
          m_cell_size(std::max(m_box.max_x - m_box.min_x, m_box.max_y - m_box.min_y) /
                      fine_cells_on_longer_side),
          m_columns(cells_along(m_box.max_x - m_box.min_x)),
          m_rows(cells_along(m_box.max_y - m_box.min_y)) {
        for (std::size_t i = 0; i < level_shifts.size(); ++i) {
            const std::size_t across = ((m_columns - 1) >> level_shifts.at(i)) + 1;
            const std::size_t along = ((m_rows - 1) >> level_shifts.at(i)) + 1;
            m_levels.at(i) = {across, std::vector<std::int32_t>(across * along, unseen_cell)};
        }
        m_blocks.resize(m_levels.front().cells.size());
        number_of({}); // 0
        for (std::size_t i = 0; i < m_areas.size(); ++i) {
            add_to_blocks(i);
        }
    }

    std::size_t locate(double x, double y) {
        if (!m_box.contains(x, y)) { // false for NaN too
            return 0;
        }
        const std::size_t column = cell_along(x - m_box.min_x);
        const std::size_t row = cell_along(y - m_box.min_y);
        for (std::size_t i = 0; i < level_shifts.size(); ++i) {
            const unsigned shift = level_shifts[i];
            Level& level = m_levels[i];
            std::int32_t& cell = level.cells[(row >> shift) * level.columns + (column >> shift)];
            if (cell == unseen_cell) {
                const auto set = set_of_cell(column, row, shift);
                cell = set ? static_cast<std::int32_t>(*set) : divided_cell;
            }
            if (cell != divided_cell) {
                return static_cast<std::size_t>(cell);
            }
        }
        return set_of_point(x, y, near(column, row));
    }

    std::size_t set_count() const { return m_sets.size(); }

    const std::vector<AreaPlace>& places(std::size_t set) const { return m_sets.at(set); }

  private:
    using Candidates = std::vector<std::uint32_t>;

    struct Level {
        std::size_t columns = 0;
        std::vector<std::int32_t> cells = {};
    };

    std::size_t cell_along(double offset) const {
        return static_cast<std::size_t>(offset / m_cell_size);
    }

    std::size_t cells_along(double length) const { return cell_along(length) + 1; }

    const Candidates& near(std::size_t column, std::size_t row) const {
        constexpr unsigned shift = level_shifts.front();
        return m_blocks[(row >> shift) * m_levels.front().columns + (column >> shift)];
    }

    /// Blocks that the area's box, with a cell around it, meets.
    void add_to_blocks(std::size_t area) {
        const Box box = m_areas[area].box.grown(m_cell_size);
        const auto block = [this](double offset, std::size_t cells) {
            return std::min(cell_along(std::max(offset, 0.0)), cells - 1) >> level_shifts.front();
        };
        const std::size_t last_row = block(box.max_y - m_box.min_y, m_rows);
        const std::size_t last_column = block(box.max_x - m_box.min_x, m_columns);
        for (auto row = block(box.min_y - m_box.min_y, m_rows); row <= last_row; ++row) {
            for (auto column = block(box.min_x - m_box.min_x, m_columns); column <= last_column;
                 ++column) {
                m_blocks[row * m_levels.front().columns + column].push_back(
                    static_cast<std::uint32_t>(area));
            }
        }
    }

    void take(std::size_t area, ZoneSet zones) {
        if (zones != 0) {
            m_found.push_back({area, zones == m_areas[area].in_ring});
        }
    }

    std::size_t set_of_point(double x, double y, const Candidates& candidates) {
        m_found.clear();
        for (const std::uint32_t area : candidates) {
            take(area, m_areas[area].locate(x, y));
        }
        return number_of(m_found);
    }

    /// Of the cell of a level in which a smallest cell lies.
    std::optional<std::size_t> set_of_cell(std::size_t column, std::size_t row, unsigned shift) {
        const double size = m_cell_size * static_cast<double>(std::size_t{1} << shift);
        const double x = m_box.min_x + (static_cast<double>(column >> shift) + 0.5) * size;
        const double y = m_box.min_y + (static_cast<double>(row >> shift) + 0.5) * size;
        // Half a diagonal is 0.7072 of the side; the rest is for the rounding of cell borders.
        const double radius = 0.72 * size;
        m_found.clear();
        for (const std::uint32_t area : near(column, row)) {
            const std::uint8_t zones = m_areas[area].locate_disc(x, y, radius);
            if (zones == mixed_cell) {
                return std::nullopt;
            }
            take(area, zones);
        }
        return number_of(m_found);
    }

    std::size_t number_of(const std::vector<AreaPlace>& places) {
        if (places.empty() && !m_sets.empty()) {
            return 0;
        }
        const auto [known, is_new] = m_numbers.try_emplace(places, m_sets.size());
        if (is_new) {
            m_sets.push_back(places);
        }
        return known->second;
    }

    std::vector<RingedArea> m_areas;
    Box m_box;
    double m_cell_size;
    std::size_t m_columns;
    std::size_t m_rows;
    std::array<Level, level_shifts.size()> m_levels;
    std::vector<Candidates> m_blocks;
    std::vector<std::vector<AreaPlace>> m_sets;
    std::map<std::vector<AreaPlace>, std::size_t> m_numbers;
    std::vector<AreaPlace> m_found; ///< kept, so that its memory is
};

AreasLocator::AreasLocator(const std::vector<Area>& areas, double distance) {
    if (!(distance >= 0) || !std::isfinite(distance)) {
        throw std::invalid_argument("the displacement distance must be a number >= 0");
    }
    if (areas.empty()) {
        throw std::invalid_argument("there is no area to locate points in");
    }
    m_grid = std::make_unique<Grid>(areas, distance);
}

AreasLocator::~AreasLocator() = default;
AreasLocator::AreasLocator(AreasLocator&& other) noexcept = default;
AreasLocator& AreasLocator::operator=(AreasLocator&& other) noexcept = default;

std::size_t AreasLocator::locate(double x, double y) {
    return m_grid->locate(x, y);
}

std::size_t AreasLocator::set_count() const {
    return m_grid->set_count();
}

const std::vector<AreaPlace>& AreasLocator::places(std::size_t set) const {
    return m_grid->places(set);
}

} // namespace wdd
