// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
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
};

/// Whether a copy may be wanted whose counts lie between these two, ends included. Where it is not
/// what costs most, to count exactly, is spared. Called from several threads.
using CopyChoice = std::function<bool(const SpanCounts& least, const SpanCounts& most)>;

/// Counts points in copies of one area that stand side by side, box by box, over all points, and in
/// rings around some of them, on all cores. The copies are one walk over the points, which need no
/// order; if these are arranged by place, a ring is counted from those near it, else the rings are
/// a walk, too. A stray point far away costs nothing.
class CopyCounter {
  public:
    /// `distance` of the rings as for ZoneLocator. The points must outlive this; a key beyond
    /// `spans` belongs to none. Points whose coordinates are not finite, or that are more than a
    /// billion boxes away, are in no copy.
    /// Without a choice all copies are wanted.
    CopyCounter(const Area& area, double distance, const KeyedPoints& points, SpanOfKey spans,
                CopyChoice choice = {});
    ~CopyCounter();
    CopyCounter(const CopyCounter&) = delete;
    CopyCounter(CopyCounter&&) = delete;
    CopyCounter& operator=(const CopyCounter&) = delete;
    CopyCounter& operator=(CopyCounter&&) = delete;

    /// The wanted copies whose box holds a point of some span, the nearest first. The area itself
    /// is the first, if it holds one. A point within rounding of a border may be counted on its
    /// other side.
    const std::vector<CountedCopy>& copies() const { return m_copies; }

    /// Points in the rings around some of the copies, by their numbers in copies().
    std::vector<SpanCounts> around(const std::vector<std::size_t>& numbers);

  private:
    class Locating;

    std::unique_ptr<Locating> m_locating;
    std::vector<CountedCopy> m_copies;
};

} // namespace wdd
