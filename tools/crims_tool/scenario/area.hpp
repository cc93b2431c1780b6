// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/layers/gdal_types.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace crims_tool {

class JsonNode;

/// The polygons of an intervention: a layer, or GeoJSON in the scenario itself (WGS 84).
struct ScenarioArea {
    toolkit::LayerReference layer = {};
    std::string where = {};
    toolkit::GeometryPointer inline_geometry = {}; ///< null if a layer is named
};

/// The `area` of an intervention: a layer reference (relative to the scenario's folder), an object
/// with `layer` and `where`, or GeoJSON polygons. What reaches the network or a database is refused
/// unless that is allowed. Throws toolkit::DataError with the JSON path.
ScenarioArea read_area(const JsonNode& node, bool allow_remote);

} // namespace crims_tool
