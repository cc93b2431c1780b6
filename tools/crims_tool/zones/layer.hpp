// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "wdd/area.hpp"
#include "wdd/area_index.hpp"

namespace crims_tool {

/// Zones as they are drawn, in a model's CRS.
struct ZoneLayer {
    std::string source;
    std::vector<std::string> codes; ///< in alphabetical order
    std::vector<wdd::Wkb> polygons; ///< one per zone: valid multipolygons
    toolkit::Crs crs;
    std::vector<std::string> repairs; ///< one per zone: what was repaired; empty: nothing
};

/// Dissolves the polygons of each zone and moves them from one CRS to another. Throws
/// toolkit::DataError.
ZoneLayer dissolved_zones(const toolkit::Layer& layer, std::vector<toolkit::NamedPolygons> zones,
                          const toolkit::Crs& from, const toolkit::Crs& to);

/// Finds the zone that a point lies in; on an edge shared by several, the first of them.
class ZoneFinder {
  public:
    /// Keeps nothing of the layer.
    explicit ZoneFinder(const ZoneLayer& layer);

    /// No value for a point in no zone.
    std::optional<std::uint32_t> find(double x, double y) const;

  private:
    wdd::AreaIndex m_index;
};

} // namespace crims_tool
