// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "crims_tool/evaluate/report/result.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// How often a reduction is found, by effect: a curve a study and displaced share, with 95 % Monte
/// Carlo intervals.
wdd::Figure power_figure(const EvaluationResult& result);

/// z where nothing is prevented, beside the normal curve that the test assumes, and the observed
/// one.
wdd::Figure null_figure(const EvaluationResult& result, const NullDistribution& null);

} // namespace crims_tool
