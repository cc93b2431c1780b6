// SPDX-License-Identifier: MIT
#pragma once

#include "crims/model.hpp"
#include "crims_tool/evaluate/design/design.hpp"
#include "crims_tool/evaluate/design/donors.hpp"
#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/evaluate/engine/draw.hpp"

namespace crims_tool {

/// The forecast of each replicate, as `wdd test` makes it: the comparison areas are drawn with the
/// gamma factors that the study's areas have, from random numbers of their own, and those are kept
/// whose counts before fit. It stands on what the replicate counts in the study's areas, wherever
/// these counts come from. Keeps references.
ReplicateForecaster forecast_route(const crims::Model& model, const EvaluationDesign& design,
                                   const ForecastDesign& forecast, const EvaluationPlan& plan);

} // namespace crims_tool
