// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crims_tool/population/categories.hpp"

namespace crims_tool {

/// A population and how well it meets what it was made from.
struct Synthesis {
    std::vector<double> expected;     ///< people of each cell
    crims::WholeTable whole;          ///< the same as whole people
    int rounds = 0;                   ///< of the last fit
    std::vector<SourcedMarginal> met; ///< what whole people were to meet
    std::vector<std::string> warnings;
};

/// What a population is made from.
struct SynthesisInput {
    std::vector<SourcedMarginal> census;
    std::optional<SourcedMarginal> projection;
    std::vector<SourcedMarginal> totals; ///< of the year that is wanted
    std::uint64_t seed = 1;
};

/// Fits a table of all categories to the census, scales it to the projection, fits it to the
/// totals, and draws whole people. Throws toolkit::DataError for tables that contradict each other.
Synthesis synthesise(const SynthesisInput& input, const PopulationCategories& categories);

} // namespace crims_tool
