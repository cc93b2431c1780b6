// SPDX-License-Identifier: MIT
#include "crims_tool/zone_maps/zone_selection.hpp"

#include <gtest/gtest.h>

using crims_tool::ZoneExtent;
using crims_tool::zones_on_map;

namespace {

/// A row of unit boxes with these numbers of crimes, and one of the whole country far away.
std::vector<ZoneExtent> row_of(const std::vector<double>& crimes, bool with_country) {
    std::vector<ZoneExtent> zones;
    for (const double count : crimes) {
        const auto x = static_cast<double>(zones.size());
        zones.push_back({{x, 0, x + 1, 1}, count});
    }
    if (with_country) {
        zones.push_back({{1000, 500, 1001, 501}, 0});
    }
    return zones;
}

} // namespace

TEST(ZoneSelection, takes_all_zones_of_a_study_area_with_or_without_crimes) {
    EXPECT_EQ(zones_on_map(row_of({0, 50, 0, 40, 0}, false)),
              (std::vector<bool>{true, true, true, true, true}));
}

TEST(ZoneSelection, leaves_out_the_rest_of_a_country) {
    EXPECT_EQ(zones_on_map(row_of({0, 50, 60, 40, 0}, true)),
              (std::vector<bool>{false, true, true, true, false, false}));
}

TEST(ZoneSelection, leaves_out_the_odd_crime_far_away_but_not_a_quiet_zone_between) {
    std::vector<ZoneExtent> zones = row_of({500, 3, 600}, true);
    zones.back().crimes = 3;
    EXPECT_EQ(zones_on_map(zones), (std::vector<bool>{true, true, true, false}));
}

TEST(ZoneSelection, keeps_every_zone_where_crimes_are_rare_everywhere) {
    EXPECT_EQ(zones_on_map(row_of({1, 2, 1, 1}, true)),
              (std::vector<bool>{true, true, true, true, false}));
}

TEST(ZoneSelection, chooses_nothing_where_there_is_no_crime) {
    EXPECT_EQ(zones_on_map(row_of({0, 0}, false)), (std::vector<bool>{false, false}));
    EXPECT_TRUE(zones_on_map({}).empty());
}
