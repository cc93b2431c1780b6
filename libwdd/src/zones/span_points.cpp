// SPDX-License-Identifier: MIT
#include "wdd/span_points.hpp"

#include <cmath>

namespace wdd {

namespace {

constexpr unsigned bits_a_side = 9; // a grid of 512 by 512 cells

/// From the lowest to the highest finite coordinate.
struct Reach {
    double low = HUGE_VAL;
    double high = -HUGE_VAL;

    void add(double at) {
        if (std::isfinite(at)) {
            low = std::min(low, at);
            high = std::max(high, at);
        }
    }

    /// The number of the cell, its bits at every second place.
    std::uint32_t spread_cell(double at) const {
        constexpr auto cells = static_cast<double>(1U << bits_a_side);
        const double share = (at - low) / (high - low);
        const auto cell = share > 0 ? static_cast<std::uint32_t>(std::min(share * cells, cells - 1))
                                    : 0U; // for NaN, too
        std::uint32_t spread = 0;
        for (unsigned bit = 0; bit < bits_a_side; ++bit) {
            spread |= (cell >> bit & 1U) << (2 * bit);
        }
        return spread;
    }
};

} // namespace

/// Sorts by Morton's order of cells.
void KeyedPoints::arrange_by_place() {
    Reach across;
    Reach along;
    visit(0, block_count(), [&](double x, double y, std::uint32_t /*key*/) {
        across.add(x);
        along.add(y);
    });
    const auto cell_of = [&](double x, double y) {
        return across.spread_cell(x) | along.spread_cell(y) << 1U;
    };
    std::vector<std::size_t> next((std::size_t{1} << (2 * bits_a_side)) + 1); // of the cell before
    visit(0, block_count(),
          [&](double x, double y, std::uint32_t /*key*/) { ++next[cell_of(x, y) + 1]; });
    for (std::size_t i = 1; i < next.size(); ++i) {
        next[i] += next[i - 1];
    }
    std::vector<std::unique_ptr<Block>> arranged;
    arranged.reserve(m_blocks.size());
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        arranged.push_back(std::make_unique_for_overwrite<Block>());
    }
    visit(0, block_count(), [&](double x, double y, std::uint32_t key) {
        const std::size_t to = next[cell_of(x, y)]++;
        Block& block = *arranged[to / block_size];
        block.x[to % block_size] = x;
        block.y[to % block_size] = y;
        block.key[to % block_size] = key;
    });
    m_blocks = std::move(arranged);
}

} // namespace wdd
