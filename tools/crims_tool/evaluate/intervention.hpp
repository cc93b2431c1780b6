// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crims/scenario.hpp"
#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/scenario/file.hpp"

namespace crims_tool {

/// The scenario's interventions as one: they differ in their areas only, which are evaluated
/// together. Throws toolkit::DataError with the JSON path of one that differs in anything else, or
/// as for_crime_types does.
crims::Intervention common_intervention(const Scenario& scenario,
                                        const std::vector<std::string>& crime_types);

/// Which of the model's crime types an option's list names, without regard to case; empty for an
/// empty list. Throws toolkit::UsageError that lists the types for one that is not there.
std::vector<std::uint8_t> counted_types(const std::vector<std::string>& names,
                                        const std::vector<std::string>& crime_types);

/// Throws toolkit::DataError if the plan displaces crimes and the scenario has no ring for them.
void require_ring(const Scenario& scenario, const EvaluationPlan& plan);

} // namespace crims_tool
