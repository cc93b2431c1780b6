// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "crims_tool/evaluate/report/result.hpp"

namespace crims_tool {

/// The page's style for what belongs to a curve.
std::string series_style(std::size_t number);

/// What a curve is of: "6 months", "6 months, 25 % displaced".
std::string series_name(const EvaluationResult& result, std::size_t curve);

/// How often a reduction is found, by effect: a curve a study and displaced share, with 95 % Monte
/// Carlo intervals.
std::string power_chart(const EvaluationResult& result);

/// z where nothing is prevented, beside the normal curve that the test assumes, and the observed
/// one.
std::string null_chart(const EvaluationResult& result, const NullDistribution& null);

} // namespace crims_tool
