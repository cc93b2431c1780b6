// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "wdd/forecast.hpp"

namespace wdd {

/// How often the plain test reports a reduction between areas where nothing was done.
struct FalseAlarms {
    std::size_t pairs = 0;
    double share = 0; ///< of them with one-tailed p <= 0.05, which promises 0.05
};

/// Each comparison area as if it had been treated, against each other one whose count before is
/// within 20 % of its own; with rings where the places have them. No value for fewer than 20 such
/// pairs. Quadratic in the areas, of which the first thousand are taken.
std::optional<FalseAlarms> plain_false_alarms(std::span<const PlaceCounts> comparison_areas);

} // namespace wdd
