// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/evaluate/engine/crime_source.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/scenario/injected_incidents.hpp"
#include "toolkit/command/console.hpp"

namespace crims_tool {

/// Real incidents before a day, in whole weeks, and a model whose mean counts are theirs: one zone,
/// the same rate on every day, places where the incidents are.
struct IncidentHistory {
    CrimeHistory history;
    StoredModel stored;
};

/// Reads the incidents before `start`, in their layer's CRS if lengths are true there, else in a
/// local one. Throws toolkit::DataError as the readers do, for dates that say only the month, and
/// for less than half a year of incidents before `start`.
IncidentHistory read_history(const toolkit::IncidentLayer& layer, std::chrono::sys_days start,
                             toolkit::Console& console);

} // namespace crims_tool
