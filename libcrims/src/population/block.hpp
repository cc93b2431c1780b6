// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "population/sobol_coins.hpp"

namespace crims {

/// A table of rows and columns, of which only some cells may hold people.
struct Block {
    struct Cell {
        std::uint32_t row = 0;
        std::uint32_t column = 0;
        double expected = 0; ///< above 0
        std::int64_t people = 0;
    };

    std::vector<std::int64_t> rows;    ///< people of each
    std::vector<std::int64_t> columns; ///< people of each; as many in all
    std::vector<Cell> cells;           ///< each pair once
};

/// Fits what is expected to the block's rows and columns.
void fit(Block& block);

/// Fills the block with whole people: every cell has its expected number rounded up or down, in the
/// mean that number itself (dependent rounding along cycles, Gandhi et al. 2006, "Dependent
/// rounding and its applications to approximation algorithms"), and rows and columns hold exactly,
/// wherever the cells that may hold people allow it. What is expected sums to rows and columns: see
/// `fit`.
void round_to_people(Block& block, SobolCoins& coins);

/// Moves people until rows and columns hold. False if no table of these cells has such rows and
/// columns; then it is as near as moves can bring it.
bool balance(Block& block);

} // namespace crims
