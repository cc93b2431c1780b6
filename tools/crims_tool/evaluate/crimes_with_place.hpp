// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/evaluate/report/result.hpp"
#include "crims_tool/model/file.hpp"

namespace crims_tool {

/// Leaves in the model's rates only the crimes that have a place: a test on points cannot see the
/// others. Which crimes those are is chance, so that their counts vary as the model says. No value
/// where the model does not tell; its rates then stay as they are.
std::optional<CrimesWithPlace> keep_crimes_with_place(StoredModel& stored,
                                                      const EvaluationPlan& plan);

} // namespace crims_tool
