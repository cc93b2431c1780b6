// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "toolkit/layers/crs.hpp"
#include "wdd/area.hpp"

namespace wdd_tool {

/// What an incident's coordinates are.
enum class PlaceState : std::uint8_t { possible, placeholder, swapped, outside };

/// Finds coordinates where no incident can be. Near the study nothing is suspected.
class PlaceCheck {
  public:
    /// `study` in the coordinates of the incidents, if it has an image there.
    PlaceCheck(const toolkit::Crs& crs, const std::optional<wdd::Box>& study);

    PlaceState state(double x, double y) const {
        return m_near && m_near->contains(x, y) ? PlaceState::possible : far_state(x, y);
    }

    /// True if a layer that reaches so far may hold impossible places.
    bool suspects(const wdd::Box& extent) const;

  private:
    PlaceState far_state(double x, double y) const;
    bool is_outside(double x, double y) const;

    std::optional<wdd::Box> m_near;  ///< within some hundred kilometres of the study
    std::optional<wdd::Box> m_close; ///< within some kilometres
    std::optional<wdd::Box> m_range; ///< what the system can be used for
    bool m_geographic;
};

} // namespace wdd_tool
