// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/scenario/file.hpp"
#include "crims_tool/scenario/json_node.hpp"

namespace crims_tool {

/// The `area` of an intervention: a layer reference (relative to the scenario's folder), an object
/// with `layer` and `where`, or GeoJSON polygons. What reaches the network or a database is refused
/// unless that is allowed. Throws toolkit::DataError with the JSON path.
ScenarioArea read_area(const JsonNode& node, bool allow_remote);

} // namespace crims_tool
