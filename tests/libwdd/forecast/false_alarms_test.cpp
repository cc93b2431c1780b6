// SPDX-License-Identifier: MIT
#include "wdd/false_alarms.hpp"

#include "libwdd/forecast/areas.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using wdd::PlaceCounts;
using wdd::plain_false_alarms;

std::vector<PlaceCounts> places(std::size_t count, double deviation) {
    std::vector<PlaceCounts> result;
    for (const wdd::AreaCounts& area : areas::draw(count, deviation, 3)) {
        result.push_back({.area = area, .ring = {}});
    }
    return result;
}

TEST(FalseAlarms, AreAsPromisedWhereOnlyChanceVaries) {
    const auto alarms = plain_false_alarms(places(150, 0));
    ASSERT_TRUE(alarms);
    EXPECT_GT(alarms->pairs, 1000U);
    EXPECT_NEAR(alarms->share, 0.05, 0.02);
}

TEST(FalseAlarms, AreMoreWhereCrimeVariesByMoreThanChance) {
    EXPECT_GT(plain_false_alarms(places(150, 0.3))->share, 0.12);
}

TEST(FalseAlarms, CountTheRings) {
    std::vector<PlaceCounts> with_rings = places(60, 0);
    for (PlaceCounts& place : with_rings) {
        place.ring =
            wdd::AreaCounts{.pre = 0, .post = place.area.pre > 40 ? 0.0 : 60.0, .history = {}};
    }
    EXPECT_GT(plain_false_alarms(with_rings)->share, plain_false_alarms(places(60, 0))->share);
}

TEST(FalseAlarms, AreUnknownWithoutPairs) {
    EXPECT_FALSE(plain_false_alarms({}));
    EXPECT_FALSE(plain_false_alarms(places(3, 0)));
    EXPECT_FALSE(plain_false_alarms(std::vector<PlaceCounts>(30))); // no incident anywhere
}

} // namespace
