// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/areas_locator.hpp"
#include "wdd/span_points.hpp"

namespace wdd {

/// Points of an area, and of the ring around it.
struct AreaSpanCounts {
    SpanCounts area;
    SpanCounts ring;
};

/// Points, located once in many areas and in the rings around these, exactly; then counted for as
/// many choices of spans as are needed.
class LocatedPoints {
  public:
    /// `distance` of the rings as for AreasLocator; at least one area. The points must outlive
    /// this.
    LocatedPoints(const std::vector<Area>& areas, double distance, const KeyedPoints& points);

    /// By area. A key beyond `spans` belongs to none.
    std::vector<AreaSpanCounts> counts(const SpanOfKey& spans) const;

  private:
    /// Of the points of some blocks.
    struct Share {
        std::size_t first_block = 0;
        std::size_t last_block = 0;
        std::vector<std::uint32_t> sets = {}; ///< by point: the number of the places that hold it
        std::vector<std::vector<AreaPlace>> places = {}; ///< by that number
    };

    const KeyedPoints& m_points;
    std::size_t m_areas;
    std::vector<Share> m_shares;
};

} // namespace wdd
