// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "wdd/shape.hpp"

namespace wdd {

/// Tells in which of many shapes a point lies: exactly, and with a cost that hardly grows with
/// their number or their vertices. Locating changes nothing, so threads may share an index.
class AreaIndex {
  public:
    /// Coordinates must be finite, and a shape must have a point (else std::invalid_argument).
    explicit AreaIndex(std::span<const Shape> shapes);
    ~AreaIndex();
    AreaIndex(const AreaIndex&) = delete;
    AreaIndex(AreaIndex&& other) noexcept;
    AreaIndex& operator=(const AreaIndex&) = delete;
    AreaIndex& operator=(AreaIndex&& other) noexcept;

    /// The first shape that holds the point; one on an edge lies in the shape. No value for a point
    /// in none, or with a coordinate that is not finite.
    std::optional<std::size_t> locate(double x, double y) const;

  private:
    class Grid;
    std::unique_ptr<const Grid> m_grid;
};

} // namespace wdd
