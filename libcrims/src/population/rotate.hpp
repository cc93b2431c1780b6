// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "population/exchange.hpp"

namespace crims {

/// Brings a table nearer to the marginals that it misses, without bringing it further from any:
/// people who agree in all that other marginals tell beside a dimension pass their categories of it
/// round, from sums above their totals to sums below theirs. Only cells with something expected
/// are filled. Each step looks at a few sums' cells, not at the table.
void rotate_people(std::span<const std::size_t> shape, std::span<const double> expected,
                   std::span<const WholeMarginal> marginals, std::vector<std::int64_t>& cells);

} // namespace crims
