// SPDX-License-Identifier: MIT
#include "population/rotate.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

namespace crims {

namespace {

/// Offset of a category of each dimension.
std::vector<std::size_t> strides_of(std::span<const std::size_t> counts) {
    std::vector<std::size_t> strides(counts.size(), 1);
    for (std::size_t d = counts.size(); d-- > 1;) {
        strides[d - 1] = strides[d] * counts[d];
    }
    return strides;
}

/// The cells of each sum of a marginal.
class CellsOfSums {
  public:
    CellsOfSums(std::span<const std::uint32_t> index, std::size_t sums)
        : m_begin(sums + 1), m_cells(index.size()) {
        for (const std::uint32_t sum : index) {
            ++m_begin[sum + 1];
        }
        std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());
        std::vector<std::uint32_t> next(m_begin.begin(), m_begin.end() - 1);
        for (std::uint32_t cell = 0; cell < index.size(); ++cell) {
            m_cells[next[index[cell]]++] = cell;
        }
    }

    std::span<const std::uint32_t> of(std::size_t sum) const {
        return std::span(m_cells).subspan(m_begin[sum], m_begin[sum + 1] - m_begin[sum]);
    }

  private:
    std::vector<std::uint32_t> m_begin;
    std::vector<std::uint32_t> m_cells;
};

/// Dimensions in which people must agree who exchange a category of one, so that the other
/// marginals stay as they are.
std::vector<bool> kept_dimensions(std::span<const WholeMarginal> marginals, std::size_t changed,
                                  std::size_t dimension) {
    std::vector<bool> kept(marginals[changed].grouping.dimensions());
    for (std::size_t m = 0; m < marginals.size(); ++m) {
        const Grouping& grouping = marginals[m].grouping;
        for (std::size_t d = 0; d < kept.size(); ++d) {
            if (m != changed && d != dimension && grouping.groups(dimension) > 1 &&
                grouping.groups(d) > 1) {
                kept[d] = true;
            }
        }
    }
    return kept;
}

/// Rotations of one dimension's categories that change one marginal. Its sums are told by the
/// category and by a place: all else that the marginal tells.
class Rotation {
  public:
    Rotation(std::span<const std::size_t> shape, std::span<const double> expected,
             std::span<const WholeMarginal> marginals, std::size_t changed, std::size_t dimension,
             std::vector<std::int64_t>& cells)
        : m_dimension(dimension), m_shape(shape), m_strides(strides_of(shape)),
          m_kept(kept_dimensions(marginals, changed, dimension)), m_expected(expected),
          m_cells(cells), m_groups(marginals[changed].grouping.groups(dimension)),
          m_stride(sum_stride(marginals[changed].grouping)),
          m_index(marginals[changed].grouping.index_of_cells()),
          m_members(m_index, marginals[changed].totals.size()),
          m_difference(sums_by<std::int64_t>(m_index, cells, marginals[changed].totals.size())),
          m_key(keys()), m_seen(key_count()) {
        for (std::size_t i = 0; i < m_difference.size(); ++i) {
            m_difference[i] -= marginals[changed].totals[i];
        }
        list_places();
    }

    void run() {
        for (std::size_t from = 0; from < m_groups; ++from) {
            for (std::size_t to = 0; to < m_groups; ++to) {
                while (has_place(from, to)) {
                    const std::vector<std::size_t> round = way_back(from, to);
                    if (round.empty()) {
                        break;
                    }
                    if (!rotate_somewhere(round)) {
                        places(from, to).pop_back();
                    }
                }
            }
        }
    }

  private:
    static constexpr std::size_t most_looks = 4;

    /// One person from each of these cells into each of those.
    struct Move {
        std::vector<std::size_t> from = {};
        std::vector<std::size_t> to = {};
        double gain = 0; ///< how much nearer to what is expected
    };

    std::size_t sum_stride(const Grouping& grouping) const {
        std::size_t stride = 1;
        for (std::size_t d = m_dimension + 1; d < grouping.dimensions(); ++d) {
            stride *= grouping.groups(d);
        }
        return stride;
    }

    std::size_t category(std::size_t cell, std::size_t d) const {
        return cell / m_strides[d] % m_shape[d];
    }

    std::size_t key_count() const {
        std::size_t count = 1;
        for (std::size_t d = 0; d < m_kept.size(); ++d) {
            count *= m_kept[d] ? m_shape[d] : 1;
        }
        return count;
    }

    /// What people who exchange must have in common, for each cell.
    std::vector<std::uint32_t> keys() const {
        std::vector<std::uint32_t> keys{0};
        for (std::size_t d = 0; d < m_kept.size(); ++d) {
            std::vector<std::uint32_t> longer;
            longer.reserve(keys.size() * m_shape[d]);
            for (const std::uint32_t before : keys) {
                for (std::uint32_t c = 0; c < m_shape[d]; ++c) {
                    longer.push_back(m_kept[d] ? before * static_cast<std::uint32_t>(m_shape[d]) + c
                                               : before);
                }
            }
            keys = std::move(longer);
        }
        return keys;
    }

    std::size_t key(std::size_t cell) const { return m_key[cell]; }

    std::vector<std::size_t>& places(std::size_t from, std::size_t to) {
        return m_places[from * m_groups + to];
    }

    std::size_t sum_at(std::size_t place, std::size_t group) const {
        return place + group * m_stride;
    }

    bool wants(std::size_t place, std::size_t from, std::size_t to) const {
        return m_difference[sum_at(place, from)] > 0 && m_difference[sum_at(place, to)] < 0;
    }

    void list_places() {
        m_places.resize(m_groups * m_groups);
        for (std::size_t sum = 0; sum < m_difference.size(); ++sum) {
            const std::size_t from = sum / m_stride % m_groups;
            const std::size_t place = sum - from * m_stride;
            for (std::size_t to = 0; m_difference[sum] > 0 && to < m_groups; ++to) {
                if (wants(place, from, to)) {
                    places(from, to).push_back(place);
                }
            }
        }
    }

    bool has_place(std::size_t from, std::size_t to) {
        std::vector<std::size_t>& list = places(from, to);
        while (!list.empty() && !wants(list.back(), from, to)) {
            list.pop_back();
        }
        return !list.empty();
    }

    /// The shortest round of categories that begins with these two; none: empty.
    std::vector<std::size_t> way_back(std::size_t from, std::size_t to) {
        std::vector<std::size_t> before(m_groups, m_groups);
        std::vector<std::size_t> queue{to};
        before[to] = from;
        for (std::size_t i = 0; i < queue.size() && before[from] == m_groups; ++i) {
            for (std::size_t next = 0; next < m_groups; ++next) {
                if (before[next] == m_groups && has_place(queue[i], next)) {
                    before[next] = queue[i];
                    queue.push_back(next);
                }
            }
        }
        std::vector<std::size_t> round;
        for (std::size_t at = before[from]; before[from] != m_groups; at = before[at]) {
            round.push_back(at);
            if (at == from) {
                break;
            }
        }
        std::reverse(round.begin(), round.end());
        return round;
    }

    /// Tries some places for the last category of the round; the others are the next that want it.
    bool rotate_somewhere(const std::vector<std::size_t>& round) {
        constexpr std::size_t most_tries = 16;
        std::vector<std::size_t>& last = places(round.back(), round.front());
        for (std::size_t i = 0; i < std::min(most_tries, last.size()); ++i) {
            std::swap(last.back(), last[last.size() - 1 - i]);
            if (has_place(round.back(), round.front()) && rotate(round)) {
                return true;
            }
        }
        return false;
    }

    bool rotate(const std::vector<std::size_t>& round) {
        std::vector<std::size_t> sums;
        for (std::size_t i = 0; i < round.size(); ++i) {
            const std::size_t place = places(round[i], round[(i + 1) % round.size()]).back();
            sums.push_back(sum_at(place, round[i]));
        }
        const std::vector<std::size_t> common = common_keys(sums);
        std::optional<Move> best;
        std::size_t looks = 0;
        for (std::size_t i = 0; i < common.size() && looks < most_looks; ++i) {
            // Not always the first, who would be the youngest.
            std::optional<Move> move = move_of(common[(i + m_moves) % common.size()], sums);
            looks += move ? 1 : 0;
            if (move && (!best || move->gain > best->gain)) {
                best = std::move(move);
            }
        }
        if (best) {
            apply(*best);
        }
        return best.has_value();
    }

    /// Keys for which each of the sums has people.
    std::vector<std::size_t> common_keys(const std::vector<std::size_t>& sums) {
        std::vector<std::size_t> common;
        for (std::size_t i = 0; i < sums.size(); ++i) {
            for (const std::uint32_t cell : m_members.of(sums[i])) {
                std::uint64_t& seen = m_seen[key(cell)];
                if (m_cells[cell] > 0 && (i == 0 || seen == m_stamp + i)) {
                    if (i + 1 == sums.size() && seen != m_stamp + i + 1) {
                        common.push_back(key(cell));
                    }
                    seen = m_stamp + i + 1;
                }
            }
        }
        m_stamp += sums.size() + 1;
        return common;
    }

    double excess(std::size_t cell) const {
        return static_cast<double>(m_cells[cell]) - m_expected[cell];
    }

    /// Of the sum's people with that key those of the cell with most above what is expected.
    std::size_t fullest(std::size_t sum, std::size_t common) const {
        std::optional<std::size_t> best;
        for (const std::uint32_t cell : m_members.of(sum)) {
            if (m_cells[cell] > 0 && key(cell) == common &&
                (!best || excess(cell) > excess(*best))) {
                best = cell;
            }
        }
        return best.value();
    }

    /// None if someone would come where nobody is expected.
    std::optional<Move> move_of(std::size_t common, const std::vector<std::size_t>& sums) const {
        Move move;
        for (const std::size_t sum : sums) {
            move.from.push_back(fullest(sum, common));
        }
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const std::size_t cell = move.from[i];
            const std::size_t taken = category(move.from[(i + 1) % sums.size()], m_dimension);
            move.to.push_back(cell + taken * m_strides[m_dimension] -
                              category(cell, m_dimension) * m_strides[m_dimension]);
            if (!(m_expected[move.to[i]] > 0)) {
                return std::nullopt;
            }
            move.gain += excess(cell) - excess(move.to[i]);
        }
        return move;
    }

    void apply(const Move& move) {
        for (std::size_t i = 0; i < move.from.size(); ++i) {
            --m_cells[move.from[i]];
            --m_difference[m_index[move.from[i]]];
            ++m_cells[move.to[i]];
            ++m_difference[m_index[move.to[i]]];
        }
        ++m_moves;
    }

    std::size_t m_dimension;
    std::span<const std::size_t> m_shape;
    std::vector<std::size_t> m_strides;
    std::vector<bool> m_kept;
    std::span<const double> m_expected;
    std::vector<std::int64_t>& m_cells;
    std::size_t m_groups;
    std::size_t m_stride; ///< of the dimension's groups among the sums
    std::vector<std::uint32_t> m_index;
    CellsOfSums m_members;
    std::vector<std::int64_t> m_difference;
    std::vector<std::vector<std::size_t>> m_places; ///< with too many of one and too few of another
    std::vector<std::uint32_t> m_key;               ///< of each cell
    std::vector<std::uint64_t> m_seen;              ///< by key
    std::uint64_t m_stamp = 1;
    std::size_t m_moves = 0;
};

/// Of what a marginal tells, the dimension with fewest groups, in which people can change without
/// another marginal noticing.
std::optional<std::size_t> dimension_to_rotate(std::span<const WholeMarginal> marginals,
                                               std::size_t changed) {
    const Grouping& told = marginals[changed].grouping;
    std::optional<std::size_t> best;
    for (std::size_t d = 0; d < told.dimensions(); ++d) {
        const std::vector<bool> kept = kept_dimensions(marginals, changed, d);
        bool changes_something = false;
        for (std::size_t other = 0; other < told.dimensions(); ++other) {
            changes_something |= other != d && told.groups(other) > 1 && !kept[other];
        }
        if (told.groups(d) > 1 && changes_something &&
            (!best || told.groups(d) < told.groups(*best))) {
            best = d;
        }
    }
    return best;
}

} // namespace

void rotate_people(std::span<const std::size_t> shape, std::span<const double> expected,
                   std::span<const WholeMarginal> marginals, std::vector<std::int64_t>& cells) {
    for (std::size_t m = 0; m < marginals.size(); ++m) {
        const auto dimension = dimension_to_rotate(marginals, m);
        if (dimension && distance(cells, marginals.subspan(m, 1)).sum > 0) {
            Rotation(shape, expected, marginals, m, *dimension, cells).run();
        }
    }
}

} // namespace crims
