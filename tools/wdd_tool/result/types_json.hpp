// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include "wdd/crime_types.hpp"

namespace wdd_tool {

/// The key `types`: each with its counts, test, adjusted p-values and weight.
nlohmann::ordered_json types_json(const wdd::TypesFinding& finding);

/// The key `weighted`: the sum of weight times estimate.
nlohmann::ordered_json combined_json(const wdd::Combined& sum);

/// Adds both keys, and the types that have no weight.
void add_types(nlohmann::ordered_json& json, const wdd::TypesFinding& finding);

} // namespace wdd_tool
