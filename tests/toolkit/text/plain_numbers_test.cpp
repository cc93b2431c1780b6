// SPDX-License-Identifier: MIT
#include "toolkit/text/plain_numbers.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace {

using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::short_percent_text;
using toolkit::signed_percent_text;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(PlainNumbers, HaveThousandsApart) {
    EXPECT_EQ(grouped_number(0), "0");
    EXPECT_EQ(grouped_number(999.4), "999");
    EXPECT_EQ(grouped_number(999.6), "1,000");
    EXPECT_EQ(grouped_number(1234567), "1,234,567");
    EXPECT_EQ(grouped_number(-1234), "-1,234");
    EXPECT_EQ(grouped_number(-0.3), "0");
    EXPECT_EQ(grouped_number(nan), "not known");
}

TEST(PlainNumbers, OfSharesArePercentagesWithoutMinusNought) {
    EXPECT_EQ(percent_text(0.051), "5.1 %");
    EXPECT_EQ(percent_text(-0.00001), "0.0 %");
    EXPECT_EQ(short_percent_text(0.33), "33 %");
    EXPECT_EQ(short_percent_text(0.025), "2.5 %");
    EXPECT_EQ(short_percent_text(-0.0001), "0 %");
    EXPECT_EQ(signed_percent_text(0.051), "+5.1 %");
    EXPECT_EQ(signed_percent_text(-0.3), "-30.0 %");
    EXPECT_EQ(signed_percent_text(-0.0001), "0.0 %");
    EXPECT_EQ(signed_percent_text(nan), "not known");
}

} // namespace
