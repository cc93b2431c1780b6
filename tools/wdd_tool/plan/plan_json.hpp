// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include "wdd/plan.hpp"

namespace wdd_tool {

/// Shares as numbers from 0 to 1; what cannot be detected is null.
nlohmann::ordered_json plan_json(const wdd::PlannedEvaluation& plan);

} // namespace wdd_tool
