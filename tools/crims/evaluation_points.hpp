// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "evaluation_counts.hpp"
#include "evaluation_design.hpp"

namespace crims_tool {

/// Not 0 for the model's zones whose crimes can reach an area or ring of the evaluation.
std::vector<std::uint8_t> zones_in_reach(const crims::Model& model, const EvaluationAreas& areas,
                                         const EvaluationPlan& plan);

/// The route through points: `crims simulate`'s crimes of a replicate, the intervention as `crims
/// inject` injects it, each place located as `wdd test` does. All combinations of a replicate meet
/// the same crimes and the same luck. Keeps references.
ReplicateCounter points_route(const crims::Model& model, const EvaluationDesign& design,
                              const EvaluationAreas& areas, const EvaluationPlan& plan);

} // namespace crims_tool
