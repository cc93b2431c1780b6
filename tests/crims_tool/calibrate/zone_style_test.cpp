// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/zone_style.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using crims_tool::zone_style;

namespace {

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(ZoneStyle, has_a_class_of_its_own_for_zones_without_crime_before_all_others) {
    const std::string style = zone_style(std::vector<double>{0, 5, 10, 20});
    EXPECT_TRUE(has(style, R"(<ranges>
   <range label="no crime" lower="0" upper="0" )"));
    EXPECT_EQ(times(zone_style(std::vector<double>{5, 10, 20}), "no crime"), 0);
}

TEST(ZoneStyle, has_one_symbol_a_class_and_no_more_than_crims_map) {
    std::vector<double> densities;
    for (int i = 1; i <= 100; ++i) {
        densities.push_back(i);
    }
    const std::string style = zone_style(densities);
    EXPECT_EQ(times(style, "<range "), 6);
    EXPECT_EQ(times(style, "<symbol "), 6);
    EXPECT_TRUE(has(style, "upper=\"100\""));
}

TEST(ZoneStyle, takes_a_model_where_nothing_happens_and_one_of_one_zone) {
    EXPECT_EQ(times(zone_style(std::vector<double>{0, 0}), "<range "), 1);
    const std::string one = zone_style(std::vector<double>{12.5});
    EXPECT_EQ(times(one, "<range "), 1);
    EXPECT_TRUE(has(one, "label=\"12.5 crimes per km² a year\" lower=\"0\" upper=\"12.5\""));
}
