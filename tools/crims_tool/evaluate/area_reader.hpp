// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/evaluate/design/areas.hpp"
#include "crims_tool/scenario/file.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/distance.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace crims_tool {

/// What of the command line is about places.
struct AreaRequest {
    toolkit::LayerReference control = {};
    std::string control_where = {};
    std::vector<toolkit::Distance> rings = {};
};

/// Reads the scenario's areas and the control. Throws toolkit::DataError, as the readers and
/// make_areas do, and if the ring of displaced crimes reaches into the control area.
EvaluationAreas read_areas(const Scenario& scenario, const AreaRequest& request,
                           const toolkit::Crs& crs);

} // namespace crims_tool
