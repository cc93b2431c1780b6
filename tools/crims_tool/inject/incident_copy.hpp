// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "crims/injection.hpp"
#include "crims_tool/inject/incident_places.hpp"
#include "crims_tool/scenario/injected_incidents.hpp"
#include "toolkit/geopackage/layer_description.hpp"

namespace crims_tool {

/// What becomes of the incidents of a layer, in their order.
struct IncidentEdits {
    const InjectedIncidents& incidents;
    const crims::InjectionResult& result; ///< displaced places in the layer's CRS
    const MovedPlaces& places;            ///< of the displaced ones
    bool keep_prevented = false; ///< write them too, and the columns fate, original_x, original_y
    toolkit::LayerDescription description = {};
};

/// A copy of a layer that is safely written but not visible yet.
class IncidentCopy {
  public:
    IncidentCopy() = default;
    virtual ~IncidentCopy() = default;
    IncidentCopy(const IncidentCopy&) = delete;
    IncidentCopy(IncidentCopy&&) = delete;
    IncidentCopy& operator=(const IncidentCopy&) = delete;
    IncidentCopy& operator=(IncidentCopy&&) = delete;

    virtual void publish() = 0;
};

} // namespace crims_tool
