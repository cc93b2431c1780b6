// SPDX-License-Identifier: MIT
#pragma once

#include "crims/scenario.hpp"
#include "crims_tool/evaluate/design/plan.hpp"

namespace crims_tool {

/// The intervention without its effect on types that do not count.
crims::Intervention on_counted_types(crims::Intervention intervention, const EvaluationPlan& plan);

double largest_effect(const crims::Intervention& intervention);

/// Puts an effect where it belongs among those of the plan.
void add_effect(EvaluationPlan& plan, double effect);

} // namespace crims_tool
