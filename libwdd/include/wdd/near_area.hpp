// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "wdd/area.hpp"

namespace wdd {

/// Tells which other areas come within a distance of an area.
class NearArea {
  public:
    /// `distance` >= 0 and finite, else std::invalid_argument; with 0 other areas must overlap it.
    NearArea(const Area& area, double distance);
    ~NearArea();
    NearArea(const NearArea&) = delete;
    NearArea(NearArea&&) = delete;
    NearArea& operator=(const NearArea&) = delete;
    NearArea& operator=(NearArea&&) = delete;

    /// What lies outside this box is not near.
    const Box& box() const { return m_box; }

    /// True if some of the other area lies within the distance, as drawn by `surrounded`; less than
    /// a billionth of it is rounding. Some of its corners decide it for most, without a drawing.
    /// Fills a cache, so one thread asks.
    bool is_near(const Area& other);

  private:
    class Corners;

    Area m_area;
    double m_distance;
    Box m_box;
    std::unique_ptr<const Corners> m_corners;
    std::optional<Area> m_surroundings; ///< drawn when they are first needed
};

} // namespace wdd
