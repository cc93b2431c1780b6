// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/map_frame.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <ogr_geometry.h>

#include "toolkit/layers/gdal_errors.hpp"

namespace crims_tool {

MapFrame::MapFrame(const wdd::Box& box, double most_width, double most_height, double margin)
    : m_box(box), m_margin(margin),
      m_scale(std::min((most_width - (2 * margin)) / (box.max_x - box.min_x),
                       (most_height - (2 * margin)) / (box.max_y - box.min_y))),
      m_width(((box.max_x - box.min_x) * m_scale) + (2 * margin)),
      m_height(((box.max_y - box.min_y) * m_scale) + (2 * margin)) {}

Point MapFrame::at(double x, double y) const {
    return {m_margin + ((x - m_box.min_x) * m_scale), m_margin + ((m_box.max_y - y) * m_scale)};
}

Shape MapFrame::shape(const OGRGeometry& geometry) const {
    constexpr double pixels = 0.5;
    const toolkit::GdalErrors errors; // what cannot be simplified is drawn whole
    const OGRGeometryUniquePtr simple(geometry.SimplifyPreserveTopology(pixels / m_scale));
    Shape shape = shape_of(simple ? *simple : geometry);
    for (Ring& ring : shape.rings) {
        for (Point& point : ring) {
            point = at(point.x, point.y);
        }
    }
    return shape;
}

Shape MapFrame::shape(const Shape& shape) const {
    constexpr double steps_a_pixel = 2;
    const auto rounded = [](double v) { return std::round(v * steps_a_pixel) / steps_a_pixel; };
    Shape seen;
    for (const Ring& ring : shape.rings) {
        Ring drawn;
        for (const Point& point : ring) {
            const Point exact = at(point.x, point.y);
            const Point on_picture{rounded(exact.x), rounded(exact.y)};
            if (drawn.empty() || drawn.back() != on_picture) {
                drawn.push_back(on_picture);
            }
        }
        if (drawn.size() > 2) {
            seen.rings.push_back(std::move(drawn));
        }
    }
    return seen;
}

} // namespace crims_tool
