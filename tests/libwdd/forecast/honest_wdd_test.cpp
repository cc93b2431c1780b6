// SPDX-License-Identifier: MIT
#include "wdd/honest_wdd.hpp"

#include "libwdd/forecast/areas.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using wdd::AreaCounts;
using wdd::honest_wdd;
using wdd::HonestWdd;

TEST(HonestWdd, WithoutSpreadHasTheStandardErrorOfTheWdd) {
    std::vector<AreaCounts> areas;
    for (int i = 0; i < 25; ++i) {
        areas.push_back({.pre = 30.0 + i, .post = 30.0 + i, .history = {}});
    }
    const HonestWdd result = honest_wdd(areas, {100, 60}, {90, 95});
    EXPECT_EQ(result.tau2, 0);
    EXPECT_EQ(result.wdd, -45);
    EXPECT_DOUBLE_EQ(result.standard_error, std::sqrt(100.0 + 60 + 90 + 95));
    EXPECT_EQ(result.degrees_of_freedom, 24);
}

TEST(HonestWdd, SpreadBetweenPeriodsWidensIt) {
    const std::vector<AreaCounts> areas = areas::draw(60, 0.3, 4);
    const HonestWdd result = honest_wdd(areas, {100, 60}, {90, 95});
    EXPECT_GT(result.tau2, 0.05);
    EXPECT_DOUBLE_EQ(result.standard_error,
                     std::sqrt(345 + result.tau2 * (80.0 * 80 + 92.5 * 92.5)));
    // The Pearson sum of the changes is its degrees of freedom.
    const double g = result.common_ratio;
    double sum = 0;
    for (const AreaCounts& area : areas) {
        const double both = area.pre + area.post;
        const double variance = g * both + result.tau2 * std::pow(g * both / (1 + g), 2);
        sum += std::pow(area.post - g * area.pre, 2) / variance;
    }
    EXPECT_NEAR(sum, 59, 1e-9);
}

TEST(HonestWdd, SaysWhatItNeeds) {
    const std::vector<AreaCounts> areas = areas::draw(20, 0.3, 4);
    EXPECT_NO_THROW(honest_wdd(areas, {10, 6}, {9, 9}));
    EXPECT_THROW(honest_wdd(std::vector(areas.begin(), areas.end() - 1), {10, 6}, {9, 9}),
                 std::invalid_argument);
    EXPECT_THROW(honest_wdd(areas, {-1, 6}, {9, 9}), std::invalid_argument);
    EXPECT_THROW(honest_wdd(areas, {0, 0}, {0, 0}), std::domain_error);
    EXPECT_THROW(honest_wdd(std::vector<AreaCounts>(20), {10, 6}, {9, 9}), std::domain_error);
}

TEST(HonestWdd, AreasWithoutIncidentsAddNothing) {
    std::vector<AreaCounts> areas = areas::draw(30, 0.3, 4);
    areas[4] = {};
    EXPECT_TRUE(std::isfinite(honest_wdd(areas, {100, 60}, {90, 95}).p_one_tailed));
}

} // namespace
