// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims/scenario.hpp"
#include "evaluation_plan.hpp"
#include "scenario_file.hpp"

namespace crims_tool {

/// The scenario's interventions as one: they differ in their areas only, which are evaluated
/// together. Throws toolkit::DataError with the JSON path of one that differs in anything else, or
/// as for_crime_types does.
crims::Intervention common_intervention(const Scenario& scenario,
                                        const std::vector<std::string>& crime_types);

double largest_effect(const crims::Intervention& intervention);

/// Puts an effect where it belongs among those of the plan.
void add_effect(EvaluationPlan& plan, double effect);

/// Throws toolkit::DataError if the plan displaces crimes and the scenario has no ring for them.
void require_ring(const Scenario& scenario, const EvaluationPlan& plan);

} // namespace crims_tool
