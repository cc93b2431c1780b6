// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "crims/model.hpp"
#include "crims_tool/evaluate/design/design.hpp"

namespace crims_tool {

/// A warning if the response area lies in zones so busy that too few are like them to check how
/// much they change: half again as busy as the fifth busiest of the model. Models of fewer than
/// five zones are not judged.
std::optional<std::string> unchecked_level(const crims::Model& model,
                                           const EvaluationDesign& design);

} // namespace crims_tool
