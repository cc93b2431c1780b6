// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "wdd/batch.hpp"
#include "wdd/forecast_sum.hpp"
#include "wdd_tool/study/crime_types.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// By study that was counted: the number of its area in the batch and, if it has one, its forecast.
struct StudiesToAdd {
    std::vector<std::size_t> areas;
    std::vector<std::optional<wdd::ForecastToAdd>> forecasts;
};

struct SumOptions {
    double confidence = 0.95;
    bool forecast = true;
    bool by_type = false;
    const WeightTable& weights;
};

/// What all areas show together, all types together and each, and p-values adjusted for how many
/// there are. At least one area was evaluated.
void add_sums(wdd::Batch& batch, const CountedStudies& studies, const StudiesToAdd& to_add,
              const SumOptions& options);

} // namespace wdd_tool
