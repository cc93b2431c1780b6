// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "wdd/area.hpp"

namespace wdd {

/// The spans of days that a forecast compares.
enum class Span : std::uint8_t { pre, post, history };

/// Incidents by span.
struct SpanCounts {
    std::array<std::int64_t, 3> counts{};

    std::int64_t operator[](Span span) const { return counts.at(static_cast<std::size_t>(span)); }

    std::int64_t& operator[](Span span) { return counts.at(static_cast<std::size_t>(span)); }

    SpanCounts& operator+=(const SpanCounts& other) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            counts.at(i) += other.counts.at(i);
        }
        return *this;
    }

    bool operator==(const SpanCounts&) const = default;
};

/// By the key of a point: the span that it belongs to, if any.
using SpanOfKey = std::vector<std::optional<Span>>;

/// Points with a key each (what is known of their day), in no order that matters.
/// Which span a key belongs to may be told later, and for each use anew. A point takes 20 bytes,
/// and is not moved when others are added.
class KeyedPoints {
  public:
    static constexpr std::size_t block_size = 8192;

    struct Block {
        std::array<double, block_size> x;
        std::array<double, block_size> y;
        std::array<std::uint32_t, block_size> key;
    };

    void add(double x, double y, std::uint32_t key) {
        const std::size_t at = m_size % block_size;
        if (at == 0) {
            m_blocks.push_back(std::make_unique_for_overwrite<Block>());
        }
        Block& block = *m_blocks.back();
        block.x[at] = x;
        block.y[at] = y;
        block.key[at] = key;
        ++m_size;
    }

    /// Neighbours in the plane become neighbours in the order, which pays for many walks, and are
    /// found by their place. No point may be added after it.
    void arrange_by_place();

    bool is_arranged() const { return !m_cells.first.empty(); }

    /// Calls `use(x, y, key)` for each point that lies in the box. They must be arranged.
    template<class Use>
    void visit_near(const Box& box, Use&& use) const {
        const std::size_t last_column = m_cells.across.cell(box.max_x);
        const std::size_t last_row = m_cells.along.cell(box.max_y);
        for (std::size_t row = m_cells.along.cell(box.min_y); row <= last_row; ++row) {
            for (std::size_t column = m_cells.across.cell(box.min_x); column <= last_column;
                 ++column) {
                const std::size_t cell = Cells::number(column, row);
                for (std::size_t i = m_cells.first[cell]; i < m_cells.first[cell + 1]; ++i) {
                    const Block& block = *m_blocks[i / block_size];
                    const std::size_t at = i % block_size;
                    if (box.contains(block.x[at], block.y[at])) {
                        use(block.x[at], block.y[at], block.key[at]);
                    }
                }
            }
        }
    }

    std::size_t size() const { return m_size; }

    std::size_t block_count() const { return m_blocks.size(); }

    /// Calls `use(x, y, key)` for each point of some blocks, the last one not included.
    template<class Use>
    void visit(std::size_t first_block, std::size_t last_block, Use&& use) const {
        for (std::size_t i = first_block; i < last_block; ++i) {
            const Block& block = *m_blocks[i];
            const std::size_t points = std::min(block_size, m_size - i * block_size);
            for (std::size_t at = 0; at < points; ++at) {
                use(block.x[at], block.y[at], block.key[at]);
            }
        }
    }

  private:
    /// From the lowest to the highest finite coordinate, in cells of one size.
    struct Reach {
        static constexpr unsigned bits = 9;

        double low = std::numeric_limits<double>::infinity();
        double high = -std::numeric_limits<double>::infinity();

        void add(double at);

        /// The first or last cell for what lies beyond; the first for NaN.
        std::size_t cell(double at) const {
            constexpr auto cells = static_cast<double>(1U << bits);
            const double share = (at - low) / (high - low);
            return share > 0 ? static_cast<std::size_t>(std::min(share * cells, cells - 1)) : 0;
        }
    };

    /// Which points lie in which cell of the plane.
    struct Cells {
        Reach across;
        Reach along;
        std::vector<std::size_t> first = {}; ///< by cell: the number of its first point; one more

        static std::size_t number(std::size_t column, std::size_t row);
    };

    std::vector<std::unique_ptr<Block>> m_blocks;
    std::size_t m_size = 0;
    Cells m_cells;
};

} // namespace wdd
