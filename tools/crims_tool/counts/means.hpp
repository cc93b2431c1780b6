// SPDX-License-Identifier: MIT
#pragma once

#include "crims/loading.hpp"
#include "crims/model.hpp"
#include "crims_tool/counts/table.hpp"

namespace crims_tool {

/// The crimes that a model expects: incidence, trend, loading, and within a month the rhythm of the
/// week. What the simulator draws around has these means, whatever its variation.
CountTable mean_counts(const crims::Model& model, const crims::Loading& loading,
                       const CountPeriods& periods);

} // namespace crims_tool
