// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "crims/population.hpp"
#include "population/block.hpp"
#include "population/exchange.hpp"
#include "population/marginal_cells.hpp"
#include "population/rotate.hpp"

namespace crims {

namespace {

std::vector<WholeMarginal> whole(std::span<const std::size_t> shape,
                                 std::span<const Marginal> marginals) {
    constexpr double rounding = 1e-6;
    std::vector<WholeMarginal> result;
    for (const Marginal& marginal : marginals) {
        WholeMarginal one{.grouping = Grouping(shape, marginal), .totals = {}};
        for (const double total : marginal.totals) {
            if (std::abs(total - std::round(total)) > rounding) {
                throw std::invalid_argument("a total of " + std::to_string(total) +
                                            " people is not a whole number");
            }
            one.totals.push_back(std::llround(total));
        }
        result.push_back(std::move(one));
    }
    return result;
}

std::int64_t sum(std::span<const std::int64_t> values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

/// Whole numbers in proportion to the shares, with the given sum.
std::vector<std::int64_t> in_proportion(std::span<const double> shares, std::int64_t people,
                                        double offset) {
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<std::int64_t> result(shares.size());
    double so_far = 0;
    std::int64_t given = 0;
    std::size_t last = shares.size();
    for (std::size_t i = 0; i < shares.size() && all > 0; ++i) {
        so_far += shares[i];
        const auto upto = static_cast<std::int64_t>(
            std::floor(so_far / all * static_cast<double>(people) + offset));
        result[i] = std::clamp(upto, given, people) - given;
        given += result[i];
        last = shares[i] > 0 ? i : last;
    }
    if (last < shares.size()) {
        result[last] += people - given;
    }
    return result;
}

/// A table of whole people that tells more from marginal to marginal.
class Sampler {
  public:
    Sampler(std::span<const std::size_t> shape, std::span<const double> expected,
            std::int64_t people, std::uint64_t seed)
        : m_shape(shape), m_expected(expected),
          m_coins(seed, std::max<std::size_t>(shape.size(), 1)), m_told(shape), m_people{people} {}

    const Grouping& told() const { return m_told; }

    /// Tells the marginal's categories too, within what has been told.
    void tell(const WholeMarginal& marginal) {
        const Grouping finer = Grouping::refined(m_told, marginal.grouping);
        if (finer.size() == m_told.size()) {
            return;
        }
        Step step{.row = std::vector<std::uint32_t>(finer.size()), .column = {}, .expected = {}};
        step.column = step.row;
        std::vector<std::uint32_t> block = step.row;
        const Grouping shared = Grouping::common(m_told, marginal.grouping);
        {
            const std::vector<std::uint32_t> cell = finer.index_of_cells();
            spread(cell, m_told.index_of_cells(), step.row);
            spread(cell, marginal.grouping.index_of_cells(), step.column);
            spread(cell, shared.index_of_cells(), block);
            step.expected = sums_by<double>(cell, m_expected, finer.size());
        }
        m_local_row.assign(m_told.size(), none);
        m_local_column.assign(marginal.totals.size(), none);
        std::vector<std::int64_t> people(finer.size());
        for (const std::vector<std::uint32_t>& cells : members(block, shared.size())) {
            fill(step, cells, marginal.totals, people);
        }
        m_told = finer;
        m_people = std::move(people);
    }

    /// All cells, in proportion to what is expected.
    std::vector<std::int64_t> cells() {
        const std::vector<std::uint32_t> index = m_told.index_of_cells();
        std::vector<std::int64_t> result(m_expected.size());
        std::vector<double> shares;
        const std::vector<std::vector<std::uint32_t>> groups = members(index, m_told.size());
        for (std::size_t i = 0; i < groups.size(); ++i) {
            shares.clear();
            for (const std::uint32_t cell : groups[i]) {
                shares.push_back(m_expected[cell]);
            }
            const std::vector<std::int64_t> numbers =
                in_proportion(shares, m_people[i], shares.size() > 1 ? m_coins.next() : 0);
            for (std::size_t j = 0; j < groups[i].size(); ++j) {
                result[groups[i][j]] = numbers[j];
            }
        }
        return result;
    }

  private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    /// Of each combination that is told next.
    struct Step {
        std::vector<std::uint32_t> row;    ///< what was told
        std::vector<std::uint32_t> column; ///< what the marginal tells
        std::vector<double> expected;
    };

    static void spread(std::span<const std::uint32_t> to, std::span<const std::uint32_t> from,
                       std::vector<std::uint32_t>& result) {
        for (std::size_t i = 0; i < to.size(); ++i) {
            result[to[i]] = from[i];
        }
    }

    static std::vector<std::vector<std::uint32_t>> members(std::span<const std::uint32_t> group,
                                                           std::size_t groups) {
        std::vector<std::vector<std::uint32_t>> result(groups);
        for (std::uint32_t i = 0; i < group.size(); ++i) {
            result[group[i]].push_back(i);
        }
        return result;
    }

    /// One block: what is told and what the marginal tells have its categories in common.
    void fill(const Step& step, const std::vector<std::uint32_t>& cells,
              const std::vector<std::int64_t>& totals, std::vector<std::int64_t>& people) {
        Block block;
        for (const std::uint32_t cell : cells) {
            number(step.row[cell], m_people, m_local_row, block.rows);
            number(step.column[cell], totals, m_local_column, block.columns);
            if (step.expected[cell] > 0) {
                block.cells.push_back({.row = m_local_row[step.row[cell]],
                                       .column = m_local_column[step.column[cell]],
                                       .expected = step.expected[cell]});
            }
        }
        make_even(block);
        fit(block);
        round_to_people(block, m_coins);
        auto filled = block.cells.begin();
        for (const std::uint32_t cell : cells) {
            if (step.expected[cell] > 0) {
                people[cell] = (filled++)->people;
            }
        }
    }

    static void number(std::uint32_t key, const std::vector<std::int64_t>& totals,
                       std::vector<std::uint32_t>& local, std::vector<std::int64_t>& taken) {
        if (local[key] == none) {
            local[key] = static_cast<std::uint32_t>(taken.size());
            taken.push_back(totals[key]);
        }
    }

    /// In a loop of marginals the rows may have other people than the columns: then these give way.
    void make_even(Block& block) {
        const std::int64_t rows = sum(block.rows);
        if (rows == sum(block.columns)) {
            return;
        }
        std::vector<double> shares(block.columns.begin(), block.columns.end());
        if (sum(block.columns) == 0) {
            for (const Block::Cell& cell : block.cells) {
                shares[cell.column] += cell.expected;
            }
        }
        block.columns = in_proportion(shares, rows, m_coins.next());
    }

    std::span<const std::size_t> m_shape;
    std::span<const double> m_expected;
    SobolCoins m_coins;
    Grouping m_told;
    std::vector<std::int64_t> m_people;        ///< of each combination that has been told
    std::vector<std::uint32_t> m_local_row;    ///< number in its block of what was told
    std::vector<std::uint32_t> m_local_column; ///< the same of what the marginal tells
};

/// Dimensions that both tell something of.
std::size_t overlap(const Grouping& a, const Grouping& b) {
    std::size_t count = 0;
    for (std::size_t d = 0; d < a.dimensions(); ++d) {
        count += a.groups(d) > 1 && b.groups(d) > 1 ? 1 : 0;
    }
    return count;
}

/// The marginal to tell next: the one that has most in common with what is told, so that without
/// loops all it shares has been told by one marginal; the largest of several.
std::size_t next_marginal(std::span<const WholeMarginal> marginals, const std::vector<bool>& used,
                          const Grouping& told) {
    std::size_t best = marginals.size();
    for (std::size_t m = 0; m < marginals.size(); ++m) {
        if (used[m]) {
            continue;
        }
        const auto rank = [&](std::size_t one) {
            return std::pair(overlap(marginals[one].grouping, told), marginals[one].totals.size());
        };
        if (best == marginals.size() || rank(m) > rank(best)) {
            best = m;
        }
    }
    return best;
}

} // namespace

WholeTable whole_people(std::span<const std::size_t> shape, std::span<const double> expected,
                        std::span<const Marginal> marginals, std::uint64_t seed) {
    check_marginals(shape, marginals);
    const std::vector<WholeMarginal> wholes = whole(shape, marginals);
    if (expected.size() != cell_count(shape)) {
        throw std::invalid_argument("the table's cells do not fit its shape");
    }
    const std::int64_t people =
        wholes.empty() ? std::llround(std::accumulate(expected.begin(), expected.end(), 0.0))
                       : sum(wholes[0].totals);
    Sampler sampler(shape, expected, people, seed);
    std::vector<bool> used(wholes.size());
    for (std::size_t i = 0; i < wholes.size(); ++i) {
        const std::size_t next = next_marginal(wholes, used, sampler.told());
        used[next] = true;
        sampler.tell(wholes[next]);
    }
    WholeTable result{.cells = sampler.cells()};
    if (distance(result.cells, wholes).sum > 0) {
        rotate_people(shape, expected, wholes, result.cells);
        exchange_people(shape, expected, wholes, seed, result.cells);
    }
    const Distance left = distance(result.cells, wholes);
    result.people = sum(result.cells);
    result.largest_difference = left.largest;
    result.sum_of_differences = left.sum;
    return result;
}

} // namespace crims
