// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/shape.hpp"

#include <cstddef>

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

Shape shape_of(const OGRGeometry& geometry) {
    const OGRGeometryUniquePtr lines(geometry.getLinearGeometry());
    Shape shape;
    add_rings(shape, *lines);
    return shape;
}

} // namespace crims_tool
