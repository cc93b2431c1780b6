// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace wdd {

/// A geometry as OGC well-known binary; 2D is used, Z and M are dropped.
using Wkb = std::vector<std::byte>;

/// A geometry that is not what the test needs; the text says why.
class GeometryError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One of several polygons that is not what the test needs.
class PolygonError : public GeometryError {
  public:
    PolygonError(std::size_t index, const std::string& problem)
        : GeometryError("polygon " + std::to_string(index + 1) + " " + problem), m_index(index),
          m_problem(problem) {}

    std::size_t index() const { return m_index; } ///< counts from 0

    const std::string& problem() const { return m_problem; } ///< "is empty"

  private:
    std::size_t m_index;
    std::string m_problem;
};

struct Box {
    double min_x = 0;
    double min_y = 0;
    double max_x = 0;
    double max_y = 0;

    bool operator==(const Box&) const = default;

    Box grown(double by) const { return {min_x - by, min_y - by, max_x + by, max_y + by}; }

    Box joined(const Box& other) const {
        return {std::min(min_x, other.min_x), std::min(min_y, other.min_y),
                std::max(max_x, other.max_x), std::max(max_y, other.max_y)};
    }

    bool contains(double x, double y) const {
        return min_x <= x && x <= max_x && min_y <= y && y <= max_y;
    }

    /// True if they share a point, be it on their borders.
    bool meets(const Box& other) const {
        return min_x <= other.max_x && other.min_x <= max_x && min_y <= other.max_y &&
               other.min_y <= max_y;
    }
};

/// What was wrong with an input polygon and has been repaired; `index` counts from 0.
struct Repair {
    std::size_t index = 0;
    std::string reason;
};

class GeosGeometry;

/// A polygonal area in a projected plane: valid, not empty, possibly of several parts and with
/// holes. Cheap to copy (shared and immutable).
class Area {
  public:
    /// One area from polygons or multipolygons: invalid ones are repaired (their lines and points
    /// dropped), all are dissolved. `repairs`, if given, receives what was repaired.
    /// Throws PolygonError for WKB that cannot be read, for a geometry that is not polygonal, that
    /// is empty, has no extent, or has coordinates that are not finite; the text names its number.
    static Area dissolve(std::span<const Wkb> polygons, std::vector<Repair>* repairs = nullptr);

    /// For the library itself: wraps a geometry that is known to be a valid polygonal one.
    explicit Area(std::shared_ptr<const GeosGeometry> geometry);

    double area() const;
    Box box() const;
    Wkb wkb() const; ///< always a multipolygon

    const GeosGeometry& geometry() const { return *m_geometry; }

  private:
    std::shared_ptr<const GeosGeometry> m_geometry;
};

} // namespace wdd
