// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/shape.hpp"

#include <cstddef>
#include <optional>
#include <stdexcept>

#include <ogr_geometry.h>

namespace crims_tool {

namespace {

Ring ring_of(const OGRLinearRing& line) {
    Ring ring;
    ring.reserve(static_cast<std::size_t>(line.getNumPoints()));
    for (int i = 0; i < line.getNumPoints(); ++i) {
        ring.push_back({line.getX(i), line.getY(i)});
    }
    return ring;
}

void add_rings(Shape& shape, const OGRGeometry& geometry) {
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon) {
        for (const OGRLinearRing* ring : *geometry.toPolygon()) {
            shape.rings.push_back(ring_of(*ring));
        }
    } else if (OGR_GT_IsSubClassOf(geometry.getGeometryType(), wkbGeometryCollection) != 0) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_rings(shape, *part);
        }
    }
}

} // namespace

wdd::Box Shape::box() const {
    std::optional<wdd::Box> all;
    for (const Ring& ring : rings) {
        for (const Point& p : ring) {
            const wdd::Box one{p.x, p.y, p.x, p.y};
            all = all ? all->joined(one) : one;
        }
    }
    if (!all) {
        throw std::invalid_argument("a shape without a point has no box");
    }
    return *all;
}

Shape shape_of(const OGRGeometry& geometry) {
    const OGRGeometryUniquePtr lines(geometry.getLinearGeometry());
    Shape shape;
    add_rings(shape, *lines);
    return shape;
}

} // namespace crims_tool
