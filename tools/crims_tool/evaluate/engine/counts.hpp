// SPDX-License-Identifier: MIT
#pragma once

#include "crims/model.hpp"
#include "crims_tool/evaluate/design/design.hpp"
#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/evaluate/engine/draw.hpp"

namespace crims_tool {

/// The route without points: given the gamma factors of a replicate, the counts of the study zones
/// are Poisson. Keeps references.
ReplicateCounter counts_route(const crims::Model& model, const EvaluationDesign& design,
                              const EvaluationPlan& plan);

} // namespace crims_tool
