// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/shapes/shape.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// Where a small map stands in a picture, north up. Lengths are in pixels.
class MapFrame {
  public:
    /// As large as its width and height may be at most, with its margin.
    MapFrame(const wdd::Box& box, double most_width, double most_height, double margin);

    double width() const { return m_width; }

    double height() const { return m_height; }

    /// Pixels a unit of the map's coordinates.
    double scale() const { return m_scale; }

    Point at(double x, double y) const;

    /// Polygons in pixels, simplified to half of one.
    Shape shape(const OGRGeometry& geometry) const;

    /// Rings in pixels, rounded to half of one, each point by itself, so that neighbours keep a
    /// common edge.
    Shape shape(const Shape& shape) const;

  private:
    wdd::Box m_box;
    double m_margin;
    double m_scale;
    double m_width;
    double m_height;
};

} // namespace crims_tool
