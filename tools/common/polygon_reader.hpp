// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/crs.hpp"
#include "common/layer.hpp"
#include "wdd/area.hpp"

namespace toolkit {

/// The polygons of a layer that pass its conditions, in its own CRS, curves as lines.
struct PolygonFeatures {
    std::vector<OGRFeatureUniquePtr> features;

    wdd::Box box() const;
};

/// Throws DataError for a layer without polygons, an empty layer or selection, a feature without
/// geometry or with another kind.
PolygonFeatures read_polygons(const Layer& layer);

/// The polygons as one area in another CRS. Sides are cut into short pieces first, so that they
/// stay where they are drawn. What had to be repaired is added to `warnings`. Throws DataError
/// naming the source and the feature.
wdd::Area dissolved_area(const std::string& source, const PolygonFeatures& polygons,
                         const Crs& from, const Crs& to, std::vector<std::string>& warnings);

inline wdd::Area dissolved_area(const Layer& layer, const PolygonFeatures& polygons,
                                const Crs& from, const Crs& to,
                                std::vector<std::string>& warnings) {
    return dissolved_area(layer.text(), polygons, from, to, warnings);
}

/// Geometry of an area as OGR has it, moved from one CRS to another.
OGRGeometryUniquePtr ogr_geometry(const wdd::Area& area, const Crs& from, const Crs& to);

} // namespace toolkit
