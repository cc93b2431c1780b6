// SPDX-License-Identifier: MIT
#pragma once

#include "crims_tool/evaluate/report/result.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// The zones of the test as a map with a scale bar; rings of the first width that has any.
wdd::Figure zone_map(const EvaluationResult& result);

} // namespace crims_tool
