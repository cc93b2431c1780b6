// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "crims_tool/inject/incident_copy.hpp"
#include "toolkit/features/feature_sink.hpp"

namespace crims_tool {

/// Writes the incidents with all their attributes, in their order, but for those prevented, the
/// displaced ones at their new place, with what is known of it. From CSV with coordinate columns to
/// CSV the records are copied byte for byte, but for the displaced ones. `progress` may throw to
/// stop.
std::unique_ptr<IncidentCopy> copy_incidents(const InjectionSource& source,
                                             const IncidentEdits& edits,
                                             const toolkit::FeatureTarget& target,
                                             const std::function<void(std::size_t)>& progress);

/// Throws toolkit::DataError if the columns that keep_prevented adds are there already.
void require_fate_columns_free(const toolkit::Layer& layer);

} // namespace crims_tool
