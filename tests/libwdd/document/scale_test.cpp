// SPDX-License-Identifier: MIT
#include "wdd/scale.hpp"

#include <gtest/gtest.h>

TEST(ScaleBar, has_a_round_length) {
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(999), 500);
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(1000), 1000);
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(4999), 2000);
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(0.3), 0.2);
}

TEST(ScaleBar, is_told_in_metres_or_kilometres) {
    EXPECT_EQ(wdd::scale_bar_text(0.2), "0.2 m");
    EXPECT_EQ(wdd::scale_bar_text(500), "500 m");
    EXPECT_EQ(wdd::scale_bar_text(1000), "1 km");
    EXPECT_EQ(wdd::scale_bar_text(20000), "20 km");
}
