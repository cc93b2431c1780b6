// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer.hpp"
#include "wdd/area.hpp"

namespace toolkit {

/// The polygons of a layer that pass its conditions, in its own CRS, curves as lines.
struct PolygonFeatures {
    std::vector<FeaturePointer> features;

    wdd::Box box() const;
};

/// Throws DataError for a layer without polygons, an empty layer or selection, a feature without
/// geometry or with another kind.
PolygonFeatures read_polygons(const Layer& layer);

/// The polygons of one zone.
struct NamedPolygons {
    std::string name;
    PolygonFeatures polygons;
};

/// The polygons by the value of a field, in the order in which the values first stand in the layer.
/// Throws DataError as read_polygons does, and for a feature without a value.
std::vector<NamedPolygons> read_named_polygons(const Layer& layer, const std::string& field,
                                               std::string_view option);

/// The polygons of one value of a field, or why they cannot be used.
struct GroupedPolygons {
    std::string name;  ///< "feature 7" of a feature without a value
    bool named = true; ///< the field has a value
    PolygonFeatures polygons = {};
    std::string fault = {}; ///< empty: none
};

/// The polygons by the value of a field, in the order in which the values first stand in the layer;
/// a feature that is not a polygon spoils its own group only. Throws DataError for a layer without
/// polygons or features.
std::vector<GroupedPolygons> read_grouped_polygons(const Layer& layer, const std::string& field,
                                                   std::string_view option);

/// A box around all of them.
wdd::Box box_of(const std::vector<NamedPolygons>& zones);

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

/// Geometry as OGR has it; null for what it cannot read.
GeometryPointer geometry_of(std::span<const std::byte> wkb);

/// Geometry of an area as OGR has it, moved from one CRS to another.
GeometryPointer ogr_geometry(const wdd::Area& area, const Crs& from, const Crs& to);

} // namespace toolkit
