// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "toolkit/command/recorded_parameters.hpp"

#include "crims_tool/validate/run.hpp"

namespace crims_tool {

/// A validation as one HTML page with plots, for readers who know neither the model nor statistics.
/// It needs no other file and no script. `parameters` are shown at its foot.
std::string validation_report(const ModelValidation& validation,
                              const toolkit::RecordedParameters& parameters);

} // namespace crims_tool
