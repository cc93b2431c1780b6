// SPDX-License-Identifier: MIT
#include "wdd_tool/study/near_tally.hpp"

#include <random>

#include <gtest/gtest.h>

TEST(NearTally, FindsTheBoxesThatHoldAPointAndTheirBorders) {
    std::mt19937 random(1);
    std::uniform_int_distribution<int> place(0, 30); // so that borders are met often
    std::vector<wdd::Box> boxes;
    for (int i = 0; i < 130; ++i) {
        const double x = place(random);
        const double y = place(random);
        boxes.push_back({x, y, x + place(random), y + place(random)});
    }
    wdd_tool::NearTally tally(boxes);
    std::vector<std::int64_t> expected(boxes.size());
    const std::chrono::sys_days day{std::chrono::year(2022) / 3 / 4};
    for (int i = 0; i < 2000; ++i) {
        const double x = place(random) + (i % 2) * 0.5;
        const double y = place(random) + (i % 3) * 0.5;
        const bool any = tally.find(x, y);
        bool held = false;
        for (std::size_t at = 0; at < boxes.size(); ++at) {
            const bool inside = boxes[at].contains(x, y);
            ASSERT_EQ(any && tally.holds(at), inside) << x << ' ' << y << ' ' << at;
            expected[at] += inside ? 1 : 0;
            held = held || inside;
        }
        ASSERT_EQ(any, held);
        if (any) {
            tally.add({.state = toolkit::DateState::day, .day = day});
        }
    }
    for (std::size_t at = 0; at < boxes.size(); ++at) {
        EXPECT_EQ(tally.incidents(at), expected[at]);
        EXPECT_EQ(tally.day_dates(at), expected[at]);
        EXPECT_EQ(tally.days(at).size(), expected[at] > 0 ? 1U : 0U);
    }
}
