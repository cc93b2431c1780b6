// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/relocation.hpp"
#include "wdd/zone_locator.hpp"

namespace wdd {

/// The spans of days that a forecast compares.
enum class Span : std::uint8_t { pre, post, history };

/// An incident of one of them.
struct SpanPoint {
    double x = 0;
    double y = 0;
    Span span = Span::pre;
};

/// Incidents by span.
struct SpanCounts {
    std::array<std::int64_t, 3> counts{};

    std::int64_t operator[](Span span) const { return counts.at(static_cast<std::size_t>(span)); }

    std::int64_t& operator[](Span span) { return counts.at(static_cast<std::size_t>(span)); }

    bool operator==(const SpanCounts&) const = default;
};

/// Counts incidents in many places: copies of one area, side by side, or areas of any shape. Points
/// are kept in the order of cells as large as the area's box, so that a place costs what its own
/// points cost, and a stray point far away costs nothing.
class PlaceCounter {
  public:
    /// `distance` of the rings as for ZoneLocator. Points whose coordinates are not finite, or
    /// that are more than a billion boxes away, are in no place.
    PlaceCounter(const Area& area, double distance, const std::vector<SpanPoint>& points);

    /// Where copies of the area stand side by side, box by box, over all points; only boxes that
    /// hold a point, the nearest first. The area itself is the first, if it holds one.
    std::vector<RigidMotion> tiles() const;

    /// Points in a copy of the area, and in the ring around it. A point within rounding of a
    /// border may be counted on its other side. They fill a cache: one counter serves one thread.
    SpanCounts in_copy(const RigidMotion& motion);
    SpanCounts around_copy(const RigidMotion& motion);

    /// Points in another area, and in the ring around it; decided exactly.
    SpanCounts in_area(const Area& area) const;
    SpanCounts around_area(const Area& area) const;

  private:
    struct Cell {
        std::int64_t row = 0;
        std::int64_t column = 0;

        // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 within for a pointer
        auto operator<=>(const Cell&) const = default;
    };

    struct CellHash {
        std::size_t operator()(const Cell& cell) const {
            constexpr std::uint64_t odd = 0x9E3779B97F4A7C15; // spreads rows over all bits
            return static_cast<std::size_t>(static_cast<std::uint64_t>(cell.row) * odd ^
                                            static_cast<std::uint64_t>(cell.column));
        }
    };

    /// A cell that holds points, and where these are.
    struct PointCell {
        Cell cell;
        std::size_t number = 0; ///< in the order in which cells were met
        std::size_t first = 0;
        std::size_t size = 0;
    };

    Cell cell_of(double x, double y) const;
    SpanCounts counted_in_copy(const RigidMotion& motion, Zone zone);

    /// Calls `use(point)` for each point in a box.
    template<class Use>
    void visit(const Box& box, Use&& use) const;

    ZoneLocator m_locator;
    Box m_box; ///< of the area, and so cell (0, 0)
    double m_distance;
    std::vector<PointCell> m_cells;  ///< by row and column
    std::vector<SpanPoint> m_points; ///< cell by cell
};

} // namespace wdd
