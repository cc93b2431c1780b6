// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "wdd/area.hpp"
#include "zones/geos.hpp"

namespace wdd {

/// The boundary of an area, searchable: boxes over runs of eight segments, boxes over eight such
/// boxes, and so on. Neighbours along a ring are neighbours in the plane, so no sorting is needed.
class SegmentTree {
  public:
    explicit SegmentTree(const Area& area);

    /// Of rings that need not be closed; what lies in an odd number of them is inside.
    SegmentTree(std::shared_ptr<const GeosContext> context,
                const std::vector<std::vector<Point>>& rings);

    std::size_t size() const { return m_segments.size(); }

    /// True if the point is inside or on the boundary. Decided exactly.
    bool covers(double x, double y) const;

    /// True if some point of the boundary is no further than `distance` away.
    bool boundary_within(double x, double y, double distance) const;

    /// Distance to the boundary; infinite if it is further than `limit`.
    double distance_to_boundary(double x, double y, double limit) const;

  private:
    struct Segment {
        double ax;
        double ay;
        double bx;
        double by;
    };

    void add_ring(const std::vector<Point>& points);
    void build_levels();
    bool count_crossing(const Segment& segment, double x, double y, bool& inside) const;
    int orientation(const Segment& segment, double x, double y) const;
    static double squared_distance(const Segment& segment, double x, double y);
    double squared_distance_below(double bound, double x, double y, double stop_at) const;

    std::shared_ptr<const GeosContext> m_context;
    std::vector<Segment> m_segments;
    std::vector<std::vector<Box>> m_levels; ///< [0] over segments; the last has at most eight boxes
};

} // namespace wdd
