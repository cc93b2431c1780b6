// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/evaluate/report/result.hpp"

namespace crims_tool {

/// The zones of the test as an SVG map with a scale bar; rings of the first width that has any.
std::string zone_map(const EvaluationResult& result);

} // namespace crims_tool
