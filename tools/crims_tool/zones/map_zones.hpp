// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crims_tool/shapes/shape.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/polygon_reader.hpp"

namespace crims_tool {

/// The zones of a layer: its features with one code are one zone.
struct MapZones {
    toolkit::Layer layer;
    toolkit::Crs crs;
    std::vector<toolkit::NamedPolygons>
        zones;                        ///< in order of first appearance, named by their code
    std::vector<Shape> shapes;        ///< of all their features, in the layer's CRS
    std::vector<std::size_t> zone_of; ///< of each shape
};

/// Throws toolkit::DataError for a layer that has no polygons, a feature without a code or with a
/// coordinate that is not finite, a layer without a CRS and none assumed.
MapZones read_zones(const toolkit::LayerReference& reference, const std::string& code_field,
                    const std::optional<toolkit::Crs>& assumed);

/// A boundary to be drawn, and its name if the layer tells one.
struct Boundary {
    wdd::Area area;
    toolkit::Crs crs;
    std::string name; ///< of a lone feature: its first text field called NAME, or ...NM, ...NAME
};

/// All features of the layer as one. What had to be repaired is added to `warnings`. Throws
/// toolkit::DataError.
Boundary read_boundary(const toolkit::LayerReference& reference,
                       const std::optional<toolkit::Crs>& assumed,
                       std::vector<std::string>& warnings);

/// Which zones lie in the boundary for the most part.
std::vector<bool> zones_within(const MapZones& zones, const Boundary& boundary);

/// A zone as it is drawn.
struct DrawnZone {
    std::size_t zone = 0; ///< number in the layer
    Shape shape = {};     ///< in the map's CRS
    double area_km2 = 0;
};

/// Zones and boundary in the plane of the map.
struct MapPlane {
    toolkit::Crs crs;
    double metres_a_unit = 1; ///< in the middle of the map
    std::vector<DrawnZone> zones = {};
    Shape boundary = {};
};

/// Moves what is drawn into one projected CRS: `crs` if there is one, else the zones' if it is
/// projected and not Web Mercator, else a local equal-area one. Throws toolkit::DataError, for a
/// zone without an extent too.
MapPlane map_plane(const MapZones& zones, const std::vector<bool>& drawn,
                   const std::optional<Boundary>& boundary, const std::optional<toolkit::Crs>& crs,
                   std::vector<std::string>& warnings);

} // namespace crims_tool
