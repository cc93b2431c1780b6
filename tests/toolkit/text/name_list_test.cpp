// SPDX-License-Identifier: MIT
#include "toolkit/text/name_list.hpp"

#include <gtest/gtest.h>

TEST(NameList, names_three_and_counts_the_rest) {
    EXPECT_EQ(toolkit::name_list({}), "");
    EXPECT_EQ(toolkit::name_list({"North"}), "North");
    EXPECT_EQ(toolkit::name_list({"North", "South", "East"}), "North, South, East");
    EXPECT_EQ(toolkit::name_list({"North", "South", "East", "West", "Centre"}),
              "North, South, East and 2 more");
}
