// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include "wdd_tool/batch/evaluations.hpp"

namespace wdd_tool {

/// The areas, each as `wdd test` has it or with the reason why it was not evaluated, and their sum.
nlohmann::ordered_json batch_json(const BatchResult& result);

} // namespace wdd_tool
