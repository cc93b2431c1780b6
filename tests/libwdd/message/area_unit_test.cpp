// SPDX-License-Identifier: MIT
#include "wdd/area_unit.hpp"

#include <gtest/gtest.h>

using wdd::AreaUnit;

namespace {

constexpr double foot = 0.3048;
constexpr double survey_foot = 1200.0 / 3937.0;

} // namespace

TEST(AreaUnit, is_square_feet_for_feet_and_square_miles_for_miles) {
    EXPECT_EQ(AreaUnit::of_length(1).kind, AreaUnit::Kind::metric);
    EXPECT_EQ(AreaUnit::of_length(1000).kind, AreaUnit::Kind::metric);
    EXPECT_EQ(AreaUnit::of_length(0.0254).kind, AreaUnit::Kind::metric);
    EXPECT_EQ(AreaUnit::of_length(foot).kind, AreaUnit::Kind::square_feet);
    EXPECT_EQ(AreaUnit::of_length(survey_foot).kind, AreaUnit::Kind::square_feet);
    EXPECT_EQ(AreaUnit::of_length(5280 * foot).kind, AreaUnit::Kind::square_miles);
    EXPECT_EQ(AreaUnit::of_length(5280 * survey_foot).kind, AreaUnit::Kind::square_miles);
}

TEST(AreaUnit, tells_whole_square_metres_and_feet_and_parts_of_a_square_mile) {
    const AreaUnit feet = AreaUnit::of_length(foot);
    const AreaUnit miles = AreaUnit::of_length(5280 * foot);
    EXPECT_EQ(wdd::size_text(464412, {}), "464,412 m²");
    // 1 square foot is 0.09290304 m² exactly, 1 square mile 27,878,400 square feet.
    EXPECT_EQ(wdd::size_text(0.09290304 * 5'000'000, feet), "5,000,000 square feet");
    EXPECT_EQ(wdd::size_text(464412, miles), "0.179 square miles");
    EXPECT_EQ(wdd::size_text(12.345 * 2589988.110336, miles), "12.3 square miles");
    EXPECT_EQ(wdd::size_text(12345 * 2589988.110336, miles), "12,345 square miles");
    EXPECT_EQ(wdd::size_text(0.0025, {}), "0.0025 m²");
    EXPECT_EQ(wdd::size_text(0, miles), "0 square miles");
    EXPECT_EQ(wdd::size_number(464412, miles), "0.179");
}

TEST(AreaUnit, has_square_kilometres_for_wide_sizes_in_metres_alone) {
    EXPECT_EQ(wdd::wide_size_text(12000, {}, 3), "0.012 km²");
    EXPECT_EQ(wdd::wide_size_text(0.09290304 * 129'168, AreaUnit::of_length(foot), 3),
              "129,168 square feet");
}

TEST(AreaUnit, knows_the_survey_foot) {
    // The same area is 4 millionths fewer survey feet.
    EXPECT_EQ(wdd::size_text(92903.04, AreaUnit::of_length(foot)), "1,000,000 square feet");
    EXPECT_EQ(wdd::size_text(92903.04, AreaUnit::of_length(survey_foot)), "999,996 square feet");
}
