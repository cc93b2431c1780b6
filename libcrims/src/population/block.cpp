// SPDX-License-Identifier: MIT
#include "population/block.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace crims {

namespace {

constexpr std::uint32_t no_edge = std::numeric_limits<std::uint32_t>::max();
constexpr double negligible = 1e-9;

/// Cells with a fraction of a person, as edges between nodes: rows, then columns. Each node's edges
/// are a list from which one can be taken out at once.
class FractionGraph {
  public:
    FractionGraph(Block& block, SobolCoins& coins)
        : m_block(block), m_coins(coins), m_fraction(block.cells.size()),
          m_links(2 * block.cells.size()),
          m_first(block.rows.size() + block.columns.size(), no_edge),
          m_at(m_first.size(), no_edge) {
        for (std::uint32_t edge = 0; edge < block.cells.size(); ++edge) {
            Block::Cell& cell = block.cells[edge];
            cell.people = static_cast<std::int64_t>(std::floor(cell.expected + negligible));
            m_fraction[edge] = cell.expected - static_cast<double>(cell.people);
            if (m_fraction[edge] > negligible) {
                insert(edge, 0);
                insert(edge, 1);
            }
        }
    }

    void round() {
        for (std::uint32_t row = 0; row < m_block.rows.size(); ++row) {
            walk(row);
        }
    }

  private:
    /// Of an edge at one of its ends.
    struct Link {
        std::uint32_t previous = no_edge;
        std::uint32_t next = no_edge;
    };

    std::uint32_t node(std::uint32_t edge, unsigned end) const {
        const Block::Cell& cell = m_block.cells[edge];
        return end == 0 ? cell.row : static_cast<std::uint32_t>(m_block.rows.size() + cell.column);
    }

    unsigned end_at(std::uint32_t edge, std::uint32_t at) const {
        return node(edge, 0) == at ? 0 : 1;
    }

    Link& link(std::uint32_t edge, unsigned end) { return m_links[2 * std::size_t{edge} + end]; }

    void insert(std::uint32_t edge, unsigned end) {
        std::uint32_t& first = m_first[node(edge, end)];
        link(edge, end) = {no_edge, first};
        if (first != no_edge) {
            link(first, end).previous = edge;
        }
        first = edge;
    }

    void take_out(std::uint32_t edge) {
        for (const unsigned end : {0U, 1U}) {
            const Link at = link(edge, end);
            (at.previous == no_edge ? m_first[node(edge, end)] : link(at.previous, end).next) =
                at.next;
            if (at.next != no_edge) {
                link(at.next, end).previous = at.previous;
            }
        }
    }

    /// From node to node without turning back, until the node where it begins has no edge left.
    void walk(std::uint32_t start) {
        m_path.clear();
        std::uint32_t at = start;
        m_at[at] = 0;
        while (m_first[start] != no_edge) {
            const std::uint32_t edge = next_edge(at);
            if (edge == no_edge) {
                // A dead end is a rounding error: the fractions of a node sum to a whole number.
                at = step_back(at);
                continue;
            }
            const std::uint32_t other = node(edge, 1 - end_at(edge, at));
            m_path.push_back(edge);
            if (m_at[other] == no_edge) {
                at = other;
                m_at[at] = static_cast<std::uint32_t>(m_path.size());
                continue;
            }
            resolve_cycle(m_at[other]);
            at = forget_path_after(other);
        }
        for (const std::uint32_t edge : m_path) {
            m_at[node(edge, 0)] = no_edge;
            m_at[node(edge, 1)] = no_edge;
        }
        m_at[start] = no_edge;
    }

    std::uint32_t next_edge(std::uint32_t at) {
        std::uint32_t edge = m_first[at];
        if (edge != no_edge && !m_path.empty() && edge == m_path.back()) {
            edge = link(edge, end_at(edge, at)).next;
        }
        return edge;
    }

    std::uint32_t step_back(std::uint32_t at) {
        const std::uint32_t edge = m_path.back();
        m_path.pop_back();
        m_at[at] = no_edge;
        settle(edge, m_fraction[edge] < 0.5 ? 0 : 1);
        return node(edge, 1 - end_at(edge, at));
    }

    /// The edges of the path from `begin` on are a cycle of rows and columns in turn. What every
    /// second one gains, the others lose.
    void resolve_cycle(std::size_t begin) {
        double up = 1;
        double down = 1;
        for (std::size_t i = begin; i < m_path.size(); ++i) {
            const double fraction = m_fraction[m_path[i]];
            const bool gains = (i - begin) % 2 == 0;
            up = std::min(up, gains ? 1 - fraction : fraction);
            down = std::min(down, gains ? fraction : 1 - fraction);
        }
        const double change = m_coins.next() * (up + down) < down ? up : -down;
        for (std::size_t i = begin; i < m_path.size(); ++i) {
            const double fraction =
                m_fraction[m_path[i]] + ((i - begin) % 2 == 0 ? change : -change);
            settle(m_path[i], fraction);
        }
    }

    /// Keeps a fraction, or makes it whole and takes the edge out.
    void settle(std::uint32_t edge, double fraction) {
        m_fraction[edge] = fraction;
        if (fraction <= negligible || fraction >= 1 - negligible) {
            m_block.cells[edge].people += fraction > 0.5 ? 1 : 0;
            take_out(edge);
        }
    }

    /// The path ends at `node_kept` again.
    std::uint32_t forget_path_after(std::uint32_t node_kept) {
        const std::size_t length = m_at[node_kept];
        for (std::size_t i = length; i < m_path.size(); ++i) {
            m_at[node(m_path[i], 0)] = no_edge;
            m_at[node(m_path[i], 1)] = no_edge;
        }
        m_at[node_kept] = static_cast<std::uint32_t>(length);
        m_path.resize(length);
        return node_kept;
    }

    Block& m_block;
    SobolCoins& m_coins;
    std::vector<double> m_fraction;
    std::vector<Link> m_links;
    std::vector<std::uint32_t> m_first; ///< edge of each node
    std::vector<std::uint32_t> m_at;    ///< edges of the path before each node; no_edge: not on it
    std::vector<std::uint32_t> m_path;
};

/// Factors of a side's sums; the largest relative difference.
double scale(Block& block, const std::vector<std::int64_t>& wanted,
             std::uint32_t Block::Cell::*side) {
    std::vector<double> sums(wanted.size());
    for (const Block::Cell& cell : block.cells) {
        sums[cell.*side] += cell.expected;
    }
    double largest = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const auto total = static_cast<double>(wanted[i]);
        largest = std::max(largest, std::abs(sums[i] - total));
        sums[i] = sums[i] > 0 ? total / sums[i] : 0;
    }
    for (Block::Cell& cell : block.cells) {
        cell.expected *= sums[cell.*side];
    }
    return largest;
}

} // namespace

void fit(Block& block) {
    constexpr int most_rounds = 1000;
    constexpr double rounding = 1e-14;
    const auto people =
        static_cast<double>(std::accumulate(block.rows.begin(), block.rows.end(), std::int64_t{0}));
    const double enough = negligible / 10 + rounding * people;
    for (int round = 0; round < most_rounds; ++round) {
        const double rows = scale(block, block.rows, &Block::Cell::row);
        const double columns = scale(block, block.columns, &Block::Cell::column);
        if (std::max(rows, columns) <= enough) {
            return;
        }
    }
}

void round_to_people(Block& block, SobolCoins& coins) {
    FractionGraph(block, coins).round();
    balance(block);
}

} // namespace crims
