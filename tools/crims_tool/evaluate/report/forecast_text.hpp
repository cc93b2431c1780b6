// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "crims_tool/evaluate/report/result.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// "13", "fewer than 1": times of 100. What is nearly never or nearly always is not rounded to it.
std::string of_hundred(double rate);

/// How often the forecast verdict finds the reduction of the scenario, and how large one must be,
/// in two sentences. Empty where no study has a forecast.
std::vector<std::string> forecast_headline(const EvaluationResult& result);

/// What the forecast of each design finds, a row each; no rows where no study has a forecast.
wdd::Table forecast_answers(const EvaluationResult& result);

/// Why a design has no forecast, and where replicates have none.
std::vector<std::string> forecast_notes(const EvaluationResult& result);

/// "28.7 % ± 0.6" of all crimes in the area, or "above 50 %": what was tried in vain.
std::string smallest_text(const EvaluationResult& result, std::size_t study,
                          const std::optional<Simulated>& effect);

/// "63.7 % ± 0.5".
std::string rate_text(const Simulated& rate);

/// The rows of all designs as a table of text.
std::string forecast_table(const EvaluationResult& result);

/// "Comparison areas: 164 of the model's zones, ...", one a ring width that has any.
std::vector<std::string> comparison_texts(const EvaluationResult& result);

} // namespace crims_tool
