// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "crims/validation.hpp"

namespace crims {

/// The shares of PitHistogram. `simulated` are replicates, each with a count for each group; two at
/// least.
std::vector<ValidationNumber> pit_shares(const std::vector<double>& observed,
                                         const std::vector<std::vector<double>>& simulated);

} // namespace crims
