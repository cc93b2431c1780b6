// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crims/population.hpp"

namespace crims {

/// Number of cells of a table. Throws std::invalid_argument for none, or for more than 2^32 - 1.
std::size_t cell_count(std::span<const std::size_t> shape);

/// Group of each category of each dimension of the table; one group for a dimension that is not
/// told.
class Grouping {
  public:
    /// All in one group.
    explicit Grouping(std::span<const std::size_t> shape);

    /// As the marginal has it.
    Grouping(std::span<const std::size_t> shape, const Marginal& marginal);

    /// Every category by itself.
    static Grouping finest(std::span<const std::size_t> shape);

    std::size_t groups(std::size_t dimension) const { return m_counts[dimension]; }

    const std::vector<std::size_t>& of(std::size_t dimension) const { return m_groups[dimension]; }

    std::size_t dimensions() const { return m_groups.size(); }

    /// Number of combinations of groups.
    std::size_t size() const;

    /// The combination of each cell, with the last dimension fastest.
    std::vector<std::uint32_t> index_of_cells() const;

    bool operator==(const Grouping&) const = default;

    /// The coarsest that tells all that either tells.
    static Grouping refined(const Grouping& a, const Grouping& b);

    /// The finest of which either tells all.
    static Grouping common(const Grouping& a, const Grouping& b);

  private:
    Grouping() = default;

    std::vector<std::vector<std::size_t>> m_groups;
    std::vector<std::size_t> m_counts;
};

/// Sums of values by what belongs to each.
template<class Value>
std::vector<Value> sums_by(std::span<const std::uint32_t> index, std::span<const Value> values,
                           std::size_t size) {
    std::vector<Value> sums(size);
    for (std::size_t i = 0; i < values.size(); ++i) {
        sums[index[i]] += values[i];
    }
    return sums;
}

} // namespace crims
