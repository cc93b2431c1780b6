// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>

#include "wdd/area.hpp"
#include "wdd/zones.hpp"

namespace wdd {

/// The four zones as polygons to be drawn, in the order of `all_zones`; a ring that is empty
/// (distance 0, or clipped away) has no value.
struct ZonePolygons {
    std::array<std::optional<Area>, all_zones.size()> zones;

    const std::optional<Area>& operator[](Zone zone) const {
        return zones.at(static_cast<std::size_t>(zone));
    }
};

/// Sizes, in squared units of the coordinates, of what two zones share before any rule is applied.
struct ZoneOverlaps {
    double areas = 0;                    ///< response and control area
    double response_ring_in_control = 0; ///< response displacement area and control area
    double control_ring_in_response = 0; ///< control displacement area and response area
    double rings = 0;                    ///< both displacement areas

    ZoneOverlaps scaled(double by) const {
        return {areas * by, response_ring_in_control * by, control_ring_in_response * by,
                rings * by};
    }

    bool any_ring() const {
        return response_ring_in_control > 0 || control_ring_in_response > 0 || rings > 0;
    }
};

struct ZoneGeometry {
    ZonePolygons polygons; ///< as counted under the rule
    Area study_area;       ///< the union of all four
    ZoneOverlaps overlaps;
};

/// Size of what two areas share; what is smaller than a billionth of the smaller area is rounding
/// of a common border and counts as 0.
double shared_area(const Area& a, const Area& b);

/// An area with its ring: everything no further from it than `distance` (>= 0 and finite, else
/// std::invalid_argument), drawn with 64 segments a quarter circle.
Area surrounded(const Area& area, double distance);

/// What lies outside an area and no further from it than `distance`, as a polygon whose curves have
/// 64 segments a quarter circle; no value for distance 0. `distance` >= 0 and finite, else
/// std::invalid_argument.
std::optional<Area> ring_around(const Area& area, double distance);

/// Polygons of the zones under a rule (`clip` and `error`: rings without the areas and without what
/// both rings share; `count`: whole rings). Curves have 64 segments a quarter circle.
/// `distance` >= 0 and finite, else std::invalid_argument.
ZoneGeometry zone_geometry(const Area& response, const Area& control, double distance,
                           OverlapRule rule);

} // namespace wdd
