// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/evaluate/report/result.hpp"

namespace crims_tool {

/// The result for programs. Numbers that are not defined are null.
nlohmann::ordered_json evaluation_json(const EvaluationResult& result);

/// The rows as CSV: a column a key of the JSON's rows. What is not defined is empty.
std::string evaluation_csv(const EvaluationResult& result);

} // namespace crims_tool
