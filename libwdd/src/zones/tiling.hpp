// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/relocation.hpp"
#include "wdd/span_points.hpp"

namespace wdd {

/// A box of the tiling; the area's own is (0, 0).
struct TileCell {
    std::int64_t row = 0;
    std::int64_t column = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 within for a pointer
    auto operator<=>(const TileCell&) const = default;
};

struct TileCellHash {
    std::size_t operator()(const TileCell& cell) const {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15; // spreads rows over all bits
        return static_cast<std::size_t>(static_cast<std::uint64_t>(cell.row) * odd ^
                                        static_cast<std::uint64_t>(cell.column));
    }
};

struct Tile {
    TileCell cell;
    bool has_point = false; ///< of some span, in its box
    SpanCounts counts = {}; ///< surely in the copy of the area
    SpanCounts unsure = {}; ///< near its boundary

    Tile& operator+=(const Tile& other) {
        has_point = has_point || other.has_point;
        counts += other.counts;
        unsure += other.unsure;
        return *this;
    }
};

/// Tiles by cell. Near the area, where nearly all are, they are found without a search.
class Tiles {
  public:
    Tiles() : m_near(near_side * near_side, none) {}

    /// Until the next call.
    Tile& at(const TileCell& cell) {
        std::uint32_t& number = number_of(cell);
        if (number == none) {
            number = static_cast<std::uint32_t>(m_tiles.size());
            m_tiles.push_back({.cell = cell});
        }
        return m_tiles[number];
    }

    /// Of a tile that there is, in all().
    std::size_t number(const TileCell& cell) const {
        const std::size_t near = near_index(cell);
        return near < m_near.size() ? m_near[near] : m_far.at(cell);
    }

    const std::vector<Tile>& all() const { return m_tiles; }

  private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::int64_t near_side = 256; ///< the area's own tile in the middle

    /// Beyond all numbers for a cell that is not near.
    static std::size_t near_index(const TileCell& cell) {
        const std::int64_t row = cell.row + near_side / 2;
        const std::int64_t column = cell.column + near_side / 2;
        return row >= 0 && row < near_side && column >= 0 && column < near_side
                   ? static_cast<std::size_t>(row * near_side + column)
                   : std::numeric_limits<std::size_t>::max();
    }

    std::uint32_t& number_of(const TileCell& cell) {
        const std::size_t near = near_index(cell);
        return near < m_near.size() ? m_near[near] : m_far.try_emplace(cell, none).first->second;
    }

    std::vector<Tile> m_tiles;
    std::vector<std::uint32_t> m_near;
    std::unordered_map<TileCell, std::uint32_t, TileCellHash> m_far;
};

inline Box moved_box(const Box& box, const RigidMotion& motion) {
    const double dx = motion.to_x - motion.from_x;
    const double dy = motion.to_y - motion.from_y;
    return {box.min_x + dx, box.min_y + dy, box.max_x + dx, box.max_y + dy};
}

/// Boxes side by side.
class Tiling {
  public:
    explicit Tiling(const Box& box)
        : m_box(box), m_width(box.max_x - box.min_x), m_height(box.max_y - box.min_y),
          m_boxes_across_a_unit(1 / m_width), m_boxes_along_a_unit(1 / m_height),
          m_x((box.min_x + box.max_x) / 2), m_y((box.min_y + box.max_y) / 2) {}

    const Box& box() const { return m_box; }

    /// How many boxes from the area's own; the whole part tells the tile.
    double across(double x) const { return (x - m_box.min_x) * m_boxes_across_a_unit; }

    double along(double y) const { return (y - m_box.min_y) * m_boxes_along_a_unit; }

    bool reaches(double x, double y) const { // false for NaN too
        constexpr double furthest_cell = 1e9;
        return std::abs(across(x)) < furthest_cell && std::abs(along(y)) < furthest_cell;
    }

    TileCell cell_of(double x, double y) const {
        return {static_cast<std::int64_t>(std::floor(along(y))),
                static_cast<std::int64_t>(std::floor(across(x)))};
    }

    RigidMotion motion(const TileCell& cell) const {
        return {.from_x = m_x,
                .from_y = m_y,
                .to_x = m_x + static_cast<double>(cell.column) * m_width,
                .to_y = m_y + static_cast<double>(cell.row) * m_height};
    }

    /// How far a cell is away.
    double distance(const TileCell& cell) const {
        return std::hypot(static_cast<double>(cell.column) * m_width,
                          static_cast<double>(cell.row) * m_height);
    }

  private:
    Box m_box;
    double m_width;
    double m_height;
    double m_boxes_across_a_unit;
    double m_boxes_along_a_unit;
    double m_x;
    double m_y;
};

} // namespace wdd
