// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "crims/injection.hpp"
#include "crims_tool/inject/feature_sink.hpp"
#include "crims_tool/inject/incident_places.hpp"
#include "crims_tool/scenario/injected_incidents.hpp"

namespace crims_tool {

/// What becomes of the incidents of a layer, in their order.
struct IncidentEdits {
    const InjectedIncidents& incidents;
    const crims::InjectionResult& result; ///< displaced places in the layer's CRS
    const MovedPlaces& places;            ///< of the displaced ones
    bool keep_prevented = false; ///< write them too, and the columns fate, original_x, original_y
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

/// Writes the incidents with all their attributes, in their order, but for those prevented, the
/// displaced ones at their new place, with what is known of it. From CSV with coordinate columns to
/// CSV the records are copied byte for byte, but for the displaced ones. `progress` may throw to
/// stop.
std::unique_ptr<IncidentCopy> copy_incidents(const InjectionSource& source,
                                             const IncidentEdits& edits,
                                             const FeatureTarget& target,
                                             const std::function<void(std::size_t)>& progress);

/// Throws toolkit::DataError if the columns that keep_prevented adds are there already.
void require_fate_columns_free(const toolkit::Layer& layer);

} // namespace crims_tool
