// SPDX-License-Identifier: MIT
#include "wdd/span_points.hpp"

#include <cmath>

namespace wdd {

void KeyedPoints::Reach::add(double at) {
    if (std::isfinite(at)) {
        low = std::min(low, at);
        high = std::max(high, at);
    }
}

/// Morton's order: the bits of column and row in turn.
std::size_t KeyedPoints::Cells::number(std::size_t column, std::size_t row) {
    const auto spread = [](std::size_t bits) {
        bits = (bits | bits << 8U) & 0x00FF00FFU;
        bits = (bits | bits << 4U) & 0x0F0F0F0FU;
        bits = (bits | bits << 2U) & 0x33333333U;
        return (bits | bits << 1U) & 0x55555555U;
    };
    return spread(column) | spread(row) << 1U;
}

void KeyedPoints::arrange_by_place() {
    Cells cells;
    visit(0, block_count(), [&](double x, double y, std::uint32_t /*key*/) {
        cells.across.add(x);
        cells.along.add(y);
    });
    const auto cell_of = [&](double x, double y) {
        return Cells::number(cells.across.cell(x), cells.along.cell(y));
    };
    cells.first.resize((std::size_t{1} << (2 * Reach::bits)) + 1);
    visit(0, block_count(),
          [&](double x, double y, std::uint32_t /*key*/) { ++cells.first[cell_of(x, y) + 1]; });
    for (std::size_t i = 1; i < cells.first.size(); ++i) {
        cells.first[i] += cells.first[i - 1];
    }
    std::vector<std::unique_ptr<Block>> arranged;
    arranged.reserve(m_blocks.size());
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        arranged.push_back(std::make_unique_for_overwrite<Block>());
    }
    std::vector<std::size_t> next = cells.first;
    visit(0, block_count(), [&](double x, double y, std::uint32_t key) {
        const std::size_t to = next[cell_of(x, y)]++;
        Block& block = *arranged[to / block_size];
        block.x[to % block_size] = x;
        block.y[to % block_size] = y;
        block.key[to % block_size] = key;
    });
    m_blocks = std::move(arranged);
    m_cells = std::move(cells);
}

} // namespace wdd
