// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/validate/run.hpp"

namespace crims_tool {

/// All numbers of a validation, without parameters and version.
nlohmann::ordered_json validation_json(const ModelValidation& validation);

} // namespace crims_tool
