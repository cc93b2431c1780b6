// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/batch.hpp"

namespace wdd_tool {

/// A map of all areas that were evaluated as a PNG, each with its name and what was found in it.
/// Throws DataError.
std::string batch_map(const wdd::Batch& batch, const std::string& title);

} // namespace wdd_tool
