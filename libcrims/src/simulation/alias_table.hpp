// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace crims {

/// Walker's alias method (1977) in Vose's form (1991): draws an index in proportion to weights in
/// constant time. Several tables can stand one after the other in one pair of arrays.
struct AliasEntry {
    std::uint32_t threshold = 0; ///< of 2^32: stay here below it, else go to `other`
    std::uint32_t other = 0;
};

/// The table for weights, which are not negative and have a sum above 0.
void make_alias_table(std::span<const double> weights, std::span<AliasEntry> table);

inline std::vector<AliasEntry> make_alias_table(std::span<const double> weights) {
    std::vector<AliasEntry> table(weights.size());
    make_alias_table(weights, table);
    return table;
}

/// The entry of a table of so many that 32 random bits look at.
constexpr std::size_t first_choice(std::size_t size, std::uint32_t bits) {
    return static_cast<std::size_t>((std::uint64_t{bits} * size) >> 32U);
}

/// An index from 32 random bits: their product with the size has the entry in its upper half and
/// what decides between the two in its lower.
inline std::uint32_t draw(std::span<const AliasEntry> table, std::uint32_t bits) {
    const std::uint64_t product = std::uint64_t{bits} * table.size();
    const auto index = static_cast<std::uint32_t>(product >> 32U);
    const AliasEntry& entry = table[index];
    return static_cast<std::uint32_t>(product) < entry.threshold ? index : entry.other;
}

} // namespace crims
