// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "wdd/measures.hpp"

namespace wdd_tool {

/// Other ways to say what the counts show, with the keys of `wdd counts`' columns; undefined
/// numbers are null.
nlohmann::ordered_json measures_json(const wdd::Measures& measures);

} // namespace wdd_tool
