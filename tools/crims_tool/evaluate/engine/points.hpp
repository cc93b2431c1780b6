// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "crims_tool/evaluate/design/areas.hpp"
#include "crims_tool/evaluate/design/design.hpp"
#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/evaluate/engine/crime_source.hpp"
#include "crims_tool/evaluate/engine/draw.hpp"

namespace crims_tool {

/// The box and the days that an evaluation looks at.
CrimeWindow crime_window(const EvaluationDesign& design, const EvaluationAreas& areas,
                         const EvaluationPlan& plan);

/// Not 0 for the model's zones whose crimes can reach the box.
std::vector<std::uint8_t> zones_in_reach(const crims::Model& model, const wdd::Box& box,
                                         const EvaluationPlan& plan);

/// The model's crimes as the plan wants them. Keeps a reference to the model.
CrimeSource simulated_crimes(const crims::Model& model, const EvaluationPlan& plan,
                             const CrimeWindow& window);

/// The route through points: the crimes of a replicate, the intervention as `crims inject` injects
/// it, each place located as `wdd test` does. All combinations of a replicate meet the same crimes
/// and the same luck. Keeps references.
ReplicateCounter points_route(const EvaluationDesign& design, const EvaluationAreas& areas,
                              const EvaluationPlan& plan, CrimeSource source);

} // namespace crims_tool
