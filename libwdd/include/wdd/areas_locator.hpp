// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "wdd/area.hpp"

namespace wdd {

/// In one of several areas, or in the ring around it.
struct AreaPlace {
    std::size_t area = 0; ///< its number
    bool in_ring = false;

    // NOLINTNEXTLINE(modernize-use-nullptr,readability-implicit-bool-conversion): generated
    auto operator<=>(const AreaPlace&) const = default;
};

/// Tells in which of many areas, and in which rings, a point lies: exactly, as ZoneLocator does.
/// The cost of a point does not grow with the number of areas, save where they are close together.
/// Points that lie in the same areas and rings share a number, so that they can be counted together
/// and told apart by study later. Locating fills a cache, so one locator serves one thread.
class AreasLocator {
  public:
    /// `distance` in the unit of the coordinates, >= 0 and finite; 0 means no rings. Throws
    /// std::invalid_argument for another one, and without an area.
    AreasLocator(const std::vector<Area>& areas, double distance);
    ~AreasLocator();
    AreasLocator(const AreasLocator&) = delete;
    AreasLocator(AreasLocator&& other) noexcept;
    AreasLocator& operator=(const AreasLocator&) = delete;
    AreasLocator& operator=(AreasLocator&& other) noexcept;

    /// The number of the places that hold the point; 0 stands for none. A coordinate that is not
    /// finite is in none.
    std::size_t locate(double x, double y);

    /// How many numbers there are by now.
    std::size_t set_count() const;

    /// The places of a number, by area.
    const std::vector<AreaPlace>& places(std::size_t set) const;

  private:
    class Grid;
    std::unique_ptr<Grid> m_grid;
};

} // namespace wdd
