// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/evaluation.hpp"

namespace wdd_tool {

/// A map of the areas and what is around them as a PNG, with their counts before and after, the
/// summary and a scale bar. The evaluation has its zones drawn. `title` is what was evaluated.
/// Throws DataError.
std::string map_picture(const wdd::Evaluation& evaluation, const std::string& title);

} // namespace wdd_tool
