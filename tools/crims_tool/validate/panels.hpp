// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "crims_tool/validate/run.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// Small pictures side by side: each crime type's months, what was observed and simulated as maps,
/// where what was observed lies among the replicates, and gaps on the model's clock. Without what
/// the validation cannot tell.
std::vector<wdd::Section> panel_sections(const ModelValidation& validation);

} // namespace crims_tool
