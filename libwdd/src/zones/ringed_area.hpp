// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "wdd/zones.hpp"
#include "zones/segment_tree.hpp"

namespace wdd {

/// A boundary of some zone may run through a disc or a cell.
inline constexpr std::uint8_t mixed_cell = 0xFE;

/// An area with the ring around it.
struct RingedArea {
    RingedArea(const Area& area, double ring_width, Zone inner, Zone ring)
        : boundary(area), distance(ring_width), box(area.box().grown(ring_width)),
          in_area(zone_bit(inner)), in_ring(zone_bit(ring)) {}

    /// The same area with another ring.
    RingedArea with_ring(double ring_width) const {
        RingedArea other = *this;
        other.box = box.grown(ring_width - distance);
        other.distance = ring_width;
        return other;
    }

    ZoneSet locate(double x, double y) const {
        if (!box.contains(x, y)) {
            return 0;
        }
        if (boundary.covers(x, y)) {
            return in_area;
        }
        return distance > 0 && boundary.boundary_within(x, y, distance) ? in_ring : ZoneSet{0};
    }

    /// The zones of every point no further than `radius` from (x, y), or `mixed_cell`. The boundary
    /// is searched only as far as it matters.
    std::uint8_t locate_disc(double x, double y, double radius) const {
        if (!box.grown(radius).contains(x, y)) {
            return 0;
        }
        if (boundary.covers(x, y)) {
            return boundary.boundary_within(x, y, radius) ? mixed_cell : in_area;
        }
        const double to_boundary = boundary.distance_to_boundary(x, y, distance + radius);
        if (to_boundary <= radius) {
            return mixed_cell;
        }
        if (distance == 0 || to_boundary - radius > distance) {
            return 0;
        }
        return to_boundary + radius <= distance ? in_ring : mixed_cell;
    }

    SegmentTree boundary;
    double distance;
    Box box;
    ZoneSet in_area;
    ZoneSet in_ring;
};

} // namespace wdd
