// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "crims_tool/evaluate/report/result.hpp"

namespace crims_tool {

struct NamedValue {
    const char* name = nullptr;
    double value = 0; ///< NaN: there is none
};

inline constexpr std::size_t forecast_values_a_row = 13;

/// What the forecast says of a row, as JSON, CSV and layer have it. The names are the same for all
/// rows.
std::array<NamedValue, forecast_values_a_row> forecast_values(const EvaluationResult& result,
                                                              const EvaluationRow& row);

} // namespace crims_tool
