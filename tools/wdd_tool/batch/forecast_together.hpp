// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "wdd/batch.hpp"
#include "wdd/forecast_sum.hpp"
#include "wdd/pooled.hpp"
#include "wdd_tool/study/area_reader.hpp"

namespace wdd_tool {

/// What a sum needs of an evaluation's forecast, before its comparison areas are let go; none
/// without a verdict.
std::optional<wdd::ForecastToAdd> forecast_to_add(const wdd::Evaluation& evaluation,
                                                  const StudyAreas& areas);

/// The forecast for all areas together. It is given only where each of the areas has one, since the
/// others' incidents are in the sum of the plain test. `evaluations` are in the order of
/// `forecasts`, and the incidents name them by number.
wdd::BatchForecast forecast_together(std::span<const wdd::BatchArea* const> areas,
                                     std::span<const std::optional<wdd::ForecastToAdd>> forecasts,
                                     std::span<const wdd::PooledEvaluation> evaluations,
                                     std::span<const wdd::PooledIncidents> incidents,
                                     double confidence);

} // namespace wdd_tool
