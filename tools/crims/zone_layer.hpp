// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/crs.hpp"
#include "common/layer.hpp"
#include "shape_index.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// Zones as they are drawn, in a model's CRS.
struct ZoneLayer {
    std::string source;
    std::vector<std::string> codes; ///< in alphabetical order
    std::vector<wdd::Wkb> polygons; ///< one a zone: valid multipolygons
    toolkit::Crs crs;
    std::vector<std::string> repairs; ///< one a zone: what was repaired; empty: nothing
};

/// The CRS for a model: `wanted`, else the layer's `own` if lengths are true in it, else
/// `otherwise`, else a local projection around the layer.
toolkit::Crs model_crs(const toolkit::Layer& layer, const toolkit::Crs& own,
                       const std::optional<toolkit::Crs>& wanted,
                       const std::optional<toolkit::Crs>& otherwise);

/// Reads polygons and their codes, and moves them from one CRS to another; polygons with the same
/// code are one zone. Throws toolkit::DataError for a layer without polygons or such a field, or a
/// feature without a code.
ZoneLayer read_zone_layer(const toolkit::Layer& layer, const std::string& code_field,
                          const toolkit::Crs& from, const toolkit::Crs& to);

/// Finds the zone that a point lies in; on an edge shared by several, the first of them.
class ZoneFinder {
  public:
    /// Keeps nothing of the layer.
    explicit ZoneFinder(const ZoneLayer& layer);

    /// No value for a point in no zone.
    std::optional<std::uint32_t> find(double x, double y) const;

  private:
    ShapeIndex m_index;
};

} // namespace crims_tool
