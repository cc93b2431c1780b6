// SPDX-License-Identifier: MIT
#include "wdd/quantile.hpp"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace {

// Type 7 by hand: the value at rank share x (n - 1), counted from 0, between neighbours by a
// straight line.
TEST(Quantile, IsThatOfR) {
    const std::vector<double> values{1, 2, 4, 8};
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0), 1);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0.1), 1.3);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0.5), 3);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0.95), 7.4);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 1), 8);
    EXPECT_THROW(wdd::quantile({}, 0.5), std::invalid_argument);
    EXPECT_THROW(wdd::quantile(values, 1.1), std::invalid_argument);
    EXPECT_NEAR(wdd::normal_quantile(0.05), -1.6448536269514722, 1e-14);
}

} // namespace
