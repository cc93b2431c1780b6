// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "toolkit/command/recorded_parameters.hpp"

#include "crims_tool/validate/run.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// What a validation says, the answer first, for the report of a longer work. Its pictures are
/// drawn from `validation`, which must outlive them.
std::vector<wdd::Section> validation_sections(const ModelValidation& validation);

/// A validation as one HTML page with plots, for readers who know neither the model nor statistics.
/// It needs no other file and no script. `parameters` are shown at its foot.
std::string validation_report(const ModelValidation& validation,
                              const toolkit::RecordedParameters& parameters);

} // namespace crims_tool
