// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crims_tool/evaluate/report/result.hpp"

namespace crims_tool {

/// "13", "fewer than 1": times of 100. What is nearly never or nearly always is not rounded to it.
std::string of_hundred(double rate);

/// How often the forecast verdict finds the reduction of the scenario, and how large one must be.
/// Empty where no study has a forecast.
std::string forecast_headline(const EvaluationResult& result);

/// What the forecast of each design finds, or why there is none.
std::vector<std::string> forecast_findings(const EvaluationResult& result);

/// The rows of all designs as a table of text.
std::string forecast_table(const EvaluationResult& result);

/// "Comparison areas: 164 of the model's zones, ...", one per ring width that has any.
std::vector<std::string> comparison_texts(const EvaluationResult& result);

} // namespace crims_tool
