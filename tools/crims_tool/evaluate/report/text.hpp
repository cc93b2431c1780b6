// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/evaluate/report/result.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

/// A table with what its columns mean.
struct AnswerTable {
    std::string title;
    wdd::Table table;
    std::string columns; ///< sentences
};

/// What the evaluation means, the answer first.
struct EvaluationMessage {
    std::vector<std::string> headline; ///< three sentences at most
    std::vector<AnswerTable> answers;  ///< of each design
    std::vector<std::string> caveats;
};

EvaluationMessage describe(const EvaluationResult& result);

/// The same and the table of rows as plain text.
std::string evaluation_text(const EvaluationResult& result);

/// "6 months", "6 months with rings of 250 metres": what tells a study from the others.
std::string study_text(const EvaluationResult& result, std::size_t study);

/// "6 months, 25 % displaced": what tells a curve from the others.
std::string series_name(const EvaluationResult& result, std::size_t curve);

} // namespace crims_tool
