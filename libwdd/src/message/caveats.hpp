// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "wdd/evaluation.hpp"

namespace wdd {

/// What a reader must know before the verdict is used, a sentence or two each, most serious first.
std::vector<std::string> caveats(const Evaluation& evaluation);

/// The smallest reduction that the one-tailed 5 % test sees with 80 % power at this standard error.
double detectable_reduction(const Statistic& statistic);

} // namespace wdd
