// SPDX-License-Identifier: MIT
#include "simulation/alias_table.hpp"

#include <gtest/gtest.h>

namespace {

/// The weight that a table gives each entry, times 2^32, by its definition.
std::vector<double> shares(const std::vector<crims::AliasEntry>& table) {
    std::vector<double> shares(table.size(), 0);
    for (std::size_t i = 0; i < table.size(); ++i) {
        shares[i] += table[i].threshold;
        shares[table[i].other] += 0x1p32 - table[i].threshold;
    }
    return shares;
}

TEST(AliasTable, GivesEachEntryItsWeight) {
    const std::vector<double> weights = {5, 0, 1, 1e-6, 3, 0.5, 0};
    const std::vector<double> found = shares(crims::make_alias_table(weights));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        EXPECT_NEAR(found[i] / (0x1p32 * 7), weights[i] / 9.500001, 1e-9) << i;
    }
}

TEST(AliasTable, NeverDrawsAnEntryOfWeightZero) {
    const std::vector<double> weights = {0, 2, 0};
    const std::vector<crims::AliasEntry> table = crims::make_alias_table(weights);
    for (std::uint64_t bits = 0; bits < (1ULL << 32U); bits += 65537) {
        EXPECT_EQ(crims::draw(table, static_cast<std::uint32_t>(bits)), 1U);
    }
    EXPECT_EQ(crims::draw(table, 0xffffffffU), 1U);
}

TEST(AliasTable, OfOneEntryDrawsIt) {
    EXPECT_EQ(crims::draw(crims::make_alias_table(std::vector<double>{0.1}), 0xffffffffU), 0U);
}

} // namespace
