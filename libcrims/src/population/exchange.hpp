// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "population/marginal_cells.hpp"

namespace crims {

/// What a table must sum to.
struct WholeMarginal {
    Grouping grouping;
    std::vector<std::int64_t> totals;
};

/// How far a table is from its marginals.
struct Distance {
    std::int64_t largest = 0;
    std::int64_t sum = 0;
};

Distance distance(std::span<const std::int64_t> cells, std::span<const WholeMarginal> marginals);

/// Lets two people at a time exchange a category, at random, wherever that brings the sums no
/// further from the marginals (at first now and then where it does), until all hold or nothing more
/// is found. Only cells with something expected are filled.
void exchange_people(std::span<const std::size_t> shape, std::span<const double> expected,
                     std::span<const WholeMarginal> marginals, std::uint64_t seed,
                     std::vector<std::int64_t>& cells);

} // namespace crims
