// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>

#include "population/block.hpp"

namespace crims {

namespace {

constexpr std::size_t unreached = std::numeric_limits<std::size_t>::max();

/// Rows and columns as nodes, cells as edges between them: a person more or less in a cell changes
/// both its ends. Paths lead what a node has too much or too little to one that takes it.
class Balance {
  public:
    explicit Balance(Block& block)
        : m_block(block), m_excess(block.rows.size() + block.columns.size()) {
        for (std::size_t i = 0; i < block.rows.size(); ++i) {
            m_excess[i] = -block.rows[i];
        }
        for (std::size_t i = 0; i < block.columns.size(); ++i) {
            m_excess[block.rows.size() + i] = -block.columns[i];
        }
        for (const Block::Cell& cell : block.cells) {
            m_excess[cell.row] += cell.people;
            m_excess[column(cell)] += cell.people;
        }
    }

    bool is_even() const {
        return std::all_of(m_excess.begin(), m_excess.end(),
                           [](std::int64_t excess) { return excess == 0; });
    }

    bool run() {
        list_edges();
        bool done = true;
        for (std::size_t node = 0; node < m_excess.size(); ++node) {
            while (m_excess[node] != 0) {
                if (!lead_away(node)) {
                    done = false;
                    break;
                }
            }
        }
        return done;
    }

  private:
    std::size_t column(const Block::Cell& cell) const { return m_block.rows.size() + cell.column; }

    std::size_t other_end(std::size_t edge, std::size_t node) const {
        const Block::Cell& cell = m_block.cells[edge];
        return node == cell.row ? column(cell) : cell.row;
    }

    void list_edges() {
        m_edges.resize(m_excess.size());
        for (std::size_t edge = 0; edge < m_block.cells.size(); ++edge) {
            m_edges[m_block.cells[edge].row].push_back(edge);
            m_edges[column(m_block.cells[edge])].push_back(edge);
        }
    }

    /// One person: the first edge changes the node towards its total, the next one makes up for
    /// that at the other end, and so on, until a node is met that needed the change.
    bool lead_away(std::size_t start) {
        const std::int64_t step = m_excess[start] > 0 ? -1 : 1;
        const bool start_is_row = start < m_block.rows.size();
        std::vector<std::size_t> by(m_excess.size(), unreached);
        std::vector<std::size_t> queue{start};
        for (std::size_t i = 0; i < queue.size(); ++i) {
            const std::size_t node = queue[i];
            const bool same_side = (node < m_block.rows.size()) == start_is_row;
            const std::int64_t change = same_side ? step : -step;
            for (const std::size_t edge : m_edges[node]) {
                const std::size_t other = other_end(edge, node);
                if (other == start || by[other] != unreached ||
                    m_block.cells[edge].people + change < 0) {
                    continue;
                }
                by[other] = edge;
                if (m_excess[other] * change < 0) {
                    apply(other, start, step, by);
                    return true;
                }
                queue.push_back(other);
            }
        }
        return false;
    }

    void apply(std::size_t end, std::size_t start, std::int64_t step,
               const std::vector<std::size_t>& by) {
        const bool start_is_row = start < m_block.rows.size();
        for (std::size_t node = end; node != start;) {
            const std::size_t edge = by[node];
            const std::size_t before = other_end(edge, node);
            const std::int64_t change =
                (before < m_block.rows.size()) == start_is_row ? step : -step;
            m_block.cells[edge].people += change;
            m_excess[node] += change;
            m_excess[before] += change;
            node = before;
        }
    }

    Block& m_block;
    std::vector<std::int64_t> m_excess;
    std::vector<std::vector<std::size_t>> m_edges; ///< of each node
};

} // namespace

bool balance(Block& block) {
    Balance balance(block);
    return balance.is_even() || balance.run();
}

} // namespace crims
