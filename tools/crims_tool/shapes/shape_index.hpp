// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crims_tool/shapes/shape.hpp"

namespace crims_tool {

/// Tells in which of many shapes a point lies, with a cost that hardly grows with their number or
/// their vertices: a grid gives the few shapes near the point, horizontal bands the few edges of a
/// shape at its height. Locating changes nothing, so threads may share an index.
class ShapeIndex {
  public:
    /// Coordinates must be finite (else std::invalid_argument).
    explicit ShapeIndex(std::span<const Shape> shapes);

    /// The first shape that holds the point; one on an edge lies in the shape. No value for a point
    /// in none, or with a coordinate that is not finite.
    std::optional<std::size_t> locate(double x, double y) const;

  private:
    /// Lower end first, so that neighbours see a shared edge alike.
    struct Edge {
        Point low;
        Point high;
    };

    struct Banded {
        wdd::Box box;
        double bands_a_unit = 0;
        std::vector<std::uint32_t> begin; ///< of each band's edges, and the end of the last
        std::vector<Edge> edges;

        explicit Banded(const Shape& shape);
        std::size_t band(double y) const;
        bool contains(double x, double y) const;
    };

    std::size_t column(double x) const;
    std::size_t row(double y) const;

    std::vector<Banded> m_shapes;
    wdd::Box m_box;
    std::size_t m_side; ///< columns, and rows, of the grid
    std::vector<std::vector<std::uint32_t>> m_cells;
};

} // namespace crims_tool
