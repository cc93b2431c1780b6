// SPDX-License-Identifier: MIT
#include "wdd/comparison_zones.hpp"

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"

namespace {

using Groups = std::vector<std::vector<std::size_t>>;

/// A row of squares of 100 m; the last is on its own, 5 m further away than they are wide.
std::vector<wdd::Area> row_of_squares() {
    std::vector<wdd::Area> zones;
    for (const double left : {0.0, 100.0, 200.0, 300.0, 405.0}) {
        const std::vector<wdd::Wkb> parts = {
            polygons::wkb({{{left, 0}, {left + 100, 0}, {left + 100, 100}, {left, 100}}})};
        zones.push_back(wdd::Area::dissolve(parts));
    }
    return zones;
}

std::vector<wdd::ComparisonZone> with_counts(const std::vector<double>& counts) {
    const std::vector<wdd::Area> areas = row_of_squares();
    std::vector<wdd::ComparisonZone> zones;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        zones.push_back({.box = areas[i].box(), .counts = {.pre = counts[i], .history = {}}});
    }
    return zones;
}

TEST(ComparisonZones, NeighboursTouchOrNearlySo) {
    const Groups apart = {{1}, {0, 2}, {1, 3}, {2}, {}};
    EXPECT_EQ(wdd::neighbouring_zones(row_of_squares(), 1), apart);
    const Groups near = {{1}, {0, 2}, {1, 3}, {2, 4}, {3}};
    EXPECT_EQ(wdd::neighbouring_zones(row_of_squares(), 6), near);
}

TEST(ComparisonZones, AreMergedWhereTheMiddleOneHasLessThanHalf) {
    const auto zones = with_counts({10, 10, 10, 40, 40});
    EXPECT_FALSE(wdd::need_merging(zones, {.pre = 20, .history = {}}));
    EXPECT_TRUE(wdd::need_merging(zones, {.pre = 21, .history = {}}));
    EXPECT_FALSE(wdd::need_merging({}, {.pre = 21, .history = {}}));
}

TEST(ComparisonZones, GrowTowardsTheResponseAreasCount) {
    const auto neighbours = wdd::neighbouring_zones(row_of_squares(), 1);
    // 10 + 10 + 10 is nearer to 30 than two of them; the fourth has enough, the fifth no neighbour.
    const Groups threes = {{0, 1, 2}, {3}, {4}};
    EXPECT_EQ(wdd::merged_zones(with_counts({10, 10, 10, 40, 10}), neighbours,
                                {.pre = 30, .history = {}}),
              threes);
    // The nearest neighbour first, and none that takes the group past its aim by more than it
    // lacks.
    const Groups pairs = {{0, 1}, {2}, {3}, {4}};
    EXPECT_EQ(wdd::merged_zones(with_counts({10, 10, 200, 10, 10}), neighbours,
                                {.pre = 30, .history = {}}),
              pairs);
}

} // namespace
