// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "wdd/area.hpp"
#include "wdd/zones.hpp"

namespace wdd {

/// Tells in which zones a point lies. Exact: a point on the boundary of an area belongs to the
/// area; a ring is what lies outside its area and, by true distance, no further from it than
/// `distance`. The cost of a point does not grow with the number of vertices, save near a boundary,
/// where it grows with their logarithm. Locating fills a cache, which several threads may do
/// at once; copies are independent and share the index.
class ZoneLocator {
  public:
    /// `distance` in the unit of the coordinates, >= 0 and finite (else std::invalid_argument); 0
    /// means no displacement areas.
    ZoneLocator(const Area& response, const Area& control, double distance);
    /// Without a control area.
    ZoneLocator(const Area& response, double distance);
    ~ZoneLocator();
    ZoneLocator(const ZoneLocator& other);
    ZoneLocator(ZoneLocator&& other) noexcept;
    ZoneLocator& operator=(const ZoneLocator& other);
    ZoneLocator& operator=(ZoneLocator&& other) noexcept;

    /// The zones that hold the point, before any overlap rule. A coordinate that is not finite is
    /// in no zone.
    ZoneSet locate(double x, double y);

    /// All points of any zone lie in this box.
    Box box() const;

  private:
    class Grid;
    std::unique_ptr<Grid> m_grid;
};

} // namespace wdd
