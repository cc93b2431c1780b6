// SPDX-License-Identifier: MIT
#include "wdd/scale.hpp"

#include <gtest/gtest.h>

TEST(ScaleBar, has_a_round_length) {
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(999), 500);
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(1000), 1000);
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(4999), 2000);
    EXPECT_DOUBLE_EQ(wdd::scale_bar_length(0.3), 0.2);
}
