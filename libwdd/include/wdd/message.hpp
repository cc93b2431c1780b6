// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "wdd/document.hpp"
#include "wdd/evaluation.hpp"
#include "wdd/plan.hpp"

namespace wdd {

/// A message in plain language.
using Message = Document;

/// The periods, the verdict in Wheeler and Ratcliffe's words, the counts, the suitability of the
/// control area, what was skipped, and the caveats that apply.
Message describe(const Evaluation& evaluation);

/// The response area's rank among comparable areas where nothing was done, with a plot and a map.
Message describe_rank(const Evaluation& evaluation);

/// What a planned evaluation would detect after how many months, and what that assumes.
Message describe(const PlannedEvaluation& plan);

/// What is wrong with the incidents and touches the verdict, a sentence or two each.
std::vector<std::string> data_warnings(const Evaluation& evaluation);

/// All warnings: those of `data_warnings`, then the caller's.
std::vector<std::string> all_warnings(const Evaluation& evaluation);

/// What a result keeps: all warnings, and what makes its control area doubtful, which the verdict
/// in words says itself.
std::vector<std::string> recorded_warnings(const Evaluation& evaluation);

/// What a field of a table holds, at most.
inline constexpr std::size_t longest_summary = 255;

/// The verdict in one or two sentences, short enough for a field of a table: those of the forecast,
/// or, without one, of the test.
std::string summary(const Evaluation& evaluation);

/// One line that says for each of the three checks the value, the threshold, the numbers behind it,
/// whether it is met and what to try: the error of a run that stops for an unsuitable control area.
std::string unsuitability(const Suitability& suitability, const AreaUnit& unit = {});

/// Where zones overlap: the areas, the incidents concerned, and what became of them. Empty if they
/// do not.
std::string describe_overlap(const StudyZones& zones);

/// "No evidence of reduction", "Weak evidence of reduction" ... "Very strong evidence of
/// reduction".
std::string evidence_words(Evidence evidence);

} // namespace wdd
