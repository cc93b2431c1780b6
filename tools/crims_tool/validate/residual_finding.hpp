// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/validate/findings.hpp"

namespace crims_tool {

/// Whether gaps between crimes are spread as in the replicates. None: the data have no days.
std::optional<Finding> residual_finding(const ModelValidation& validation);

/// Ranks among the replicates, and gaps on the model's clock.
nlohmann::ordered_json residuals_json(const ModelValidation& validation);

} // namespace crims_tool
