// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/plan.hpp"

namespace wdd {

/// How often a true reduction in the response area is detected, a curve for each length of the
/// treatment.
std::string power_plot_svg(const PlannedEvaluation& plan);

} // namespace wdd
