// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/relocation.hpp"
#include "wdd/span_points.hpp"

namespace wdd {

/// A copy of an area, and the points in it.
struct CountedCopy {
    RigidMotion motion;
    SpanCounts counts;
    SpanCounts ring_in_box = {}; ///< points of the ring within the copy's box, not at its border
};

/// Counts points in copies of one area that stand side by side, box by box, over all points, and in
/// rings around some of them. Each count is one walk over the points, on all cores: the points need
/// no order and no index, and a stray point far away costs nothing.
class CopyCounter {
  public:
    /// `distance` of the rings as for ZoneLocator. The points must outlive this; a key beyond
    /// `spans` belongs to none. Points whose coordinates are not finite, or that are more than a
    /// billion boxes away, are in no copy.
    CopyCounter(const Area& area, double distance, const KeyedPoints& points, SpanOfKey spans);
    ~CopyCounter();
    CopyCounter(const CopyCounter&) = delete;
    CopyCounter(CopyCounter&&) = delete;
    CopyCounter& operator=(const CopyCounter&) = delete;
    CopyCounter& operator=(CopyCounter&&) = delete;

    /// The copies whose box holds a point of some span, the nearest first. The area itself is the
    /// first, if it holds one. A point within rounding of a border may be counted on its other
    /// side.
    const std::vector<CountedCopy>& copies() const { return m_copies; }

    /// Points in the rings around some of the copies, by their numbers in copies().
    std::vector<SpanCounts> around(const std::vector<std::size_t>& numbers);

  private:
    class Locating;

    std::unique_ptr<Locating> m_locating;
    std::vector<CountedCopy> m_copies;
};

} // namespace wdd
