// SPDX-License-Identifier: MIT
#include "population/exchange.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "crims/random.hpp"

namespace crims {

namespace {

/// Differences of a table's sums from its marginals, kept up as people move.
class Differences {
  public:
    Differences(std::span<const std::int64_t> cells, std::span<const WholeMarginal> marginals) {
        for (const WholeMarginal& marginal : marginals) {
            m_index.push_back(marginal.grouping.index_of_cells());
            std::vector<std::int64_t> sums =
                sums_by<std::int64_t>(m_index.back(), cells, marginal.totals.size());
            for (std::size_t i = 0; i < sums.size(); ++i) {
                sums[i] -= marginal.totals[i];
                m_sum += std::abs(sums[i]);
            }
            m_values.push_back(std::move(sums));
        }
    }

    std::int64_t sum() const { return m_sum; }

    std::int64_t largest() const {
        std::int64_t largest = 0;
        for (const std::vector<std::int64_t>& values : m_values) {
            for (const std::int64_t value : values) {
                largest = std::max(largest, std::abs(value));
            }
        }
        return largest;
    }

    /// Some people more, or fewer, in a cell.
    void add(std::size_t cell, std::int64_t people) {
        for (std::size_t m = 0; m < m_values.size(); ++m) {
            std::int64_t& value = m_values[m][m_index[m][cell]];
            m_sum += std::abs(value + people) - std::abs(value);
            value += people;
        }
    }

    bool has_surplus(std::size_t cell) const {
        for (std::size_t m = 0; m < m_values.size(); ++m) {
            if (m_values[m][m_index[m][cell]] > 0) {
                return true;
            }
        }
        return false;
    }

  private:
    std::vector<std::vector<std::uint32_t>> m_index;
    std::vector<std::vector<std::int64_t>> m_values;
    std::int64_t m_sum = 0;
};

class Exchange {
  public:
    Exchange(std::span<const std::size_t> shape, std::span<const double> expected,
             std::span<const WholeMarginal> marginals, std::uint64_t seed,
             std::vector<std::int64_t>& cells)
        : m_shape(shape), m_expected(expected), m_cells(cells), m_differences(cells, marginals),
          m_random({.seed = seed, .purpose = Purpose::relocation}), m_strides(shape.size(), 1) {
        for (std::size_t d = shape.size(); d-- > 1;) {
            m_strides[d - 1] = m_strides[d] * shape[d];
        }
        for (std::size_t cell = 0; cell < cells.size(); ++cell) {
            if (cells[cell] > 0) {
                m_filled.push_back(cell);
            }
        }
    }

    /// Warm at first, so that a table no single exchange improves is left again (in a large one
    /// that makes more differences than it takes away); then cold, until several rounds have
    /// brought nothing or the work is used up.
    void run() {
        constexpr int warm_rounds = 50;
        constexpr int patience = 10;
        constexpr double warmest = 0.4;
        constexpr std::size_t large = 50'000;
        for (int round = 0;
             round < warm_rounds && m_filled.size() < large && m_differences.sum() > 0; ++round) {
            m_heat = warmest * (1 - round / double{warm_rounds});
            try_round();
        }
        m_heat = 0;
        for (int in_vain = 0; in_vain < patience && m_work < most_work && m_differences.sum() > 0;
             ++in_vain) {
            const std::int64_t before = m_differences.sum();
            try_round();
            in_vain = m_differences.sum() < before ? -1 : in_vain;
        }
    }

  private:
    /// Cells looked at, and exchanges tried as some cells each: a few seconds.
    static constexpr std::size_t most_work = 200'000'000;

    std::size_t any(std::size_t size) {
        return static_cast<std::size_t>(m_random.uniform() * static_cast<double>(size));
    }

    std::size_t category(std::size_t cell, std::size_t dimension) const {
        return cell / m_strides[dimension] % m_shape[dimension];
    }

    /// The cell of who takes the other's category.
    std::size_t with(std::size_t cell, std::size_t dimension, std::size_t category_taken) const {
        return cell + category_taken * m_strides[dimension] -
               category(cell, dimension) * m_strides[dimension];
    }

    void list_surplus() {
        std::erase_if(m_filled, [this](std::size_t cell) { return m_cells[cell] == 0; });
        m_surplus.clear();
        std::copy_if(m_filled.begin(), m_filled.end(), std::back_inserter(m_surplus),
                     [this](std::size_t cell) { return m_differences.has_surplus(cell); });
    }

    void try_round() {
        constexpr std::size_t least = 500;
        constexpr std::size_t most = 50'000;
        constexpr std::size_t cells_a_try = 10;
        list_surplus();
        const std::size_t tries = std::clamp(20 * m_filled.size(), least, most);
        m_work += m_filled.size() + cells_a_try * tries;
        for (std::size_t i = 0; i < tries && m_differences.sum() > 0; ++i) {
            try_exchange();
        }
    }

    void try_exchange() {
        const std::vector<std::size_t>& from = m_surplus.empty() ? m_filled : m_surplus;
        const std::size_t a = from[any(from.size())];
        const std::size_t dimension = any(m_shape.size());
        const std::size_t b = partner(a, dimension);
        const std::size_t to_a = with(a, dimension, category(b, dimension));
        const std::size_t to_b = with(b, dimension, category(a, dimension));
        if (to_a == a || to_b == a || m_cells[a] == 0 || m_cells[b] == 0 ||
            !(m_expected[to_a] > 0 && m_expected[to_b] > 0)) {
            return;
        }
        const std::int64_t before = m_differences.sum();
        move(a, b, to_a, to_b, 1);
        const auto worse = static_cast<double>(m_differences.sum() - before);
        if (worse > 0 && !(m_heat > 0 && m_random.uniform() < std::exp(-worse / m_heat))) {
            move(a, b, to_a, to_b, -1);
            return;
        }
        for (const std::size_t cell : {to_a, to_b}) {
            if (m_cells[cell] == 1) {
                m_filled.push_back(cell);
                m_surplus.push_back(cell);
            }
        }
    }

    /// Someone who differs in that dimension and agrees in another one: such exchanges keep the
    /// marginals that tell both together.
    std::size_t partner(std::size_t a, std::size_t dimension) {
        constexpr int looks = 24;
        const std::size_t agrees = any(m_shape.size());
        std::size_t b = a;
        for (int look = 0; look < looks; ++look) {
            b = m_filled[any(m_filled.size())];
            if (category(b, dimension) != category(a, dimension) &&
                (agrees == dimension || category(b, agrees) == category(a, agrees))) {
                break;
            }
        }
        return b;
    }

    void move(std::size_t a, std::size_t b, std::size_t to_a, std::size_t to_b,
              std::int64_t people) {
        const std::array<std::pair<std::size_t, std::int64_t>, 4> changes{
            {{a, -people}, {b, -people}, {to_a, people}, {to_b, people}}};
        for (const auto& [cell, change] : changes) {
            m_cells[cell] += change;
            m_differences.add(cell, change);
        }
    }

    std::span<const std::size_t> m_shape;
    std::span<const double> m_expected;
    std::vector<std::int64_t>& m_cells;
    Differences m_differences;
    Stream m_random;
    std::vector<std::size_t> m_strides;
    std::vector<std::size_t> m_filled;  ///< cells with people; some may have lost theirs
    std::vector<std::size_t> m_surplus; ///< those of them in a sum above its marginal
    double m_heat = 0;
    std::size_t m_work = 0;
};

} // namespace

Distance distance(std::span<const std::int64_t> cells, std::span<const WholeMarginal> marginals) {
    const Differences differences(cells, marginals);
    return {.largest = differences.largest(), .sum = differences.sum()};
}

void exchange_people(std::span<const std::size_t> shape, std::span<const double> expected,
                     std::span<const WholeMarginal> marginals, std::uint64_t seed,
                     std::vector<std::int64_t>& cells) {
    Exchange(shape, expected, marginals, seed, cells).run();
}

} // namespace crims
