// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/evaluate/report/result.hpp"

namespace crims_tool {

/// The report as one self-contained web page: the answer, power curves, null distribution, map,
/// rows, caveats, design, seeds and versions.
std::string evaluation_html(const EvaluationResult& result);

} // namespace crims_tool
