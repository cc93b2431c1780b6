// SPDX-License-Identifier: MIT
#include "crims_tool/validate/located_shares.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace {

using crims_tool::LocatedShares;

const crims::CountShape shape{.zones = 2, .crime_types = 2, .months = 2};
// A quarter of the first type's crimes of the first month have no zone, the rest have all.
const std::vector<double> located = {200, 10, 5, 7, 100, 10, 5, 0};
const std::vector<double> unlocated = {100, 0, 0, 0};

TEST(LocatedShares, LeaveOutAsManyAsHaveNoZone) {
    const LocatedShares shares(shape, located, unlocated);
    const std::vector<std::uint32_t> kept = shares.of(std::vector<std::uint32_t>(8, 8000), 3, 1);
    EXPECT_NEAR(kept[0], 6000, 160); // four standard deviations
    EXPECT_NEAR(kept[4], 6000, 160);
    for (const std::size_t whole : {1U, 2U, 3U, 5U, 6U, 7U}) {
        EXPECT_EQ(kept[whole], 8000U) << whole;
    }
}

TEST(LocatedShares, AreTheSameAgainAndOthersInAnotherReplicate) {
    const LocatedShares shares(shape, located, unlocated);
    const std::vector<std::uint32_t> counts(8, 8000);
    EXPECT_EQ(shares.of(counts, 3, 1), shares.of(counts, 3, 1));
    EXPECT_NE(shares.of(counts, 3, 1), shares.of(counts, 3, 2));
    EXPECT_NE(shares.of(counts, 3, 1), shares.of(counts, 4, 1));
}

} // namespace
