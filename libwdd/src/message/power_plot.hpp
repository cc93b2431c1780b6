// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/document.hpp"
#include "wdd/plan.hpp"

namespace wdd {

/// How often a true reduction in the response area is detected, a curve for each length of the
/// treatment.
Figure power_figure(const PlannedEvaluation& plan, std::string caption);

} // namespace wdd
