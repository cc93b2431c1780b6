// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/evaluate/report/result.hpp"

namespace crims_tool {

/// What the evaluation means, in whole sentences, the answer first.
struct EvaluationMessage {
    std::string headline;
    std::vector<std::string> findings;
    std::vector<std::string> caveats;
};

EvaluationMessage describe(const EvaluationResult& result);

/// The same and the table of rows as plain text.
std::string evaluation_text(const EvaluationResult& result);

/// "6 months", "6 months with rings of 250 metres": what tells a study from the others.
std::string study_text(const EvaluationResult& result, std::size_t study);

} // namespace crims_tool
