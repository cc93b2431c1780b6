// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd/message.hpp"
#include "wdd/several.hpp"
#include "wdd/statistic.hpp"

namespace wdd {

/// The test on the incidents of one crime type.
struct TypeResult {
    std::string type;
    Counts counts;
    Statistic statistic;
    std::optional<double> weight = {}; ///< harm of each of its incidents, where it is known
    std::optional<double> holm = {};   ///< adjusted for how many tests there are
    std::optional<double> benjamini_hochberg = {};
};

/// An evaluation by crime type.
struct TypesFinding {
    std::vector<TypeResult> types;
    std::optional<Combined> weighted; ///< the sum of weight times estimate; none without weights
};

/// Throws std::domain_error where weights are too large to add up.
TypesFinding types_finding(std::vector<TypeResult> types, bool with_weights, double confidence);

/// Adjusts the p-values of all of them as one family.
void adjust(const std::vector<TypeResult*>& types);

/// The types, all incidents of the evaluation and, with weights, what the types make together.
Section types_section(const TypesFinding& finding, const Evaluation& evaluation);

/// "theft, fraud": types that the table of weights does not have, and that count in no weighted
/// sum.
std::vector<std::string> types_without_weight(const TypesFinding& finding);

} // namespace wdd
