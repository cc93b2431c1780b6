// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "crims_tool/evaluate/report/result.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// The answer: how often the effect of the scenario is seen and how large it must be, by a test
/// that really holds its false alarms; for one design by its name, for several as a range with the
/// least favourable first.
struct EvaluationHeadline {
    std::vector<std::string> sentences; ///< three at most
    std::vector<std::string> notes;     ///< what else it depends on
};

EvaluationHeadline evaluation_headline(const EvaluationResult& result);

/// The length of treatment that is enough to find the scenario's effect, or how often it is found
/// where none is.
wdd::KeyNumber evaluation_key(const EvaluationResult& result);

/// How often a verdict finds the reduction: the forecast where there is one, else the test at the z
/// that holds its false alarms.
const Simulated& leading_rate(const EvaluationRow& row);

/// Rows of one study and displaced share, in order of their effects.
std::span<const EvaluationRow> power_curve(const EvaluationResult& result, std::size_t number);

/// The row that a reader asks about first: of the scenario's own effect, or the nearest tried.
const EvaluationRow& row_of_interest(const EvaluationResult& result, std::size_t curve);

/// "a reduction of 20 %", "a reduction of 17.2 % (50 % of burglary)".
std::string reduction_text(const EvaluationResult& result, std::size_t study, double effect);

/// "33 % of the prevented crimes displaced".
std::string displaced_text(double displaced);

/// A share as prose has it: "29 %"; "0.4 %" where a whole number says too little.
std::string whole_percent_text(double share);

/// "The smallest reductions that it would detect in 80 of 100 cases are 40 %, 29 % and 22 %."
std::string smallest_reductions_text(const EvaluationResult& result,
                                     const std::vector<std::string>& sizes);

/// "rings of 250 metres", "no rings".
std::string ring_text(const EvaluationResult& result, std::size_t ring);

/// "a, b and c".
std::string joined_text(const std::vector<std::string>& parts);

/// True if a study's plain test reports a reduction where there is none more often than alpha.
bool exceeds_alpha(const EvaluationResult& result);

} // namespace crims_tool
