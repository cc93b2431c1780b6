// SPDX-License-Identifier: MIT
#include "wdd/areas_locator.hpp"

#include <limits>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "wdd/zone_locator.hpp"

namespace {

using polygons::square;
using wdd::AreaPlace;

wdd::Area square_area(double x, double y, double side) {
    return polygons::area({square(x, y, side)});
}

/// As the locator of two areas has it, of each area with itself as its control.
std::vector<AreaPlace> one_by_one(std::vector<wdd::ZoneLocator>& locators, double x, double y) {
    std::vector<AreaPlace> places;
    for (std::size_t i = 0; i < locators.size(); ++i) {
        const wdd::ZoneSet zones = locators[i].locate(x, y);
        if (zones != 0) {
            places.push_back({i, !wdd::holds(zones, wdd::Zone::treated)});
        }
    }
    return places;
}

} // namespace

TEST(AreasLocator, agrees_with_the_locator_of_each_area_alone) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> place(0, 10'000);
    std::vector<wdd::Area> areas;
    for (int i = 0; i < 60; ++i) {
        areas.push_back(square_area(place(random), place(random), 100 + place(random) / 10));
    }
    areas.push_back(areas.front());                   // one area twice
    areas.push_back(square_area(200'000, 5'000, 30)); // far from all others
    constexpr double ring = 250;
    wdd::AreasLocator locator(areas, ring);
    std::vector<wdd::ZoneLocator> locators;
    locators.reserve(areas.size());
    for (const wdd::Area& area : areas) {
        locators.emplace_back(area, area, ring);
    }
    std::uniform_real_distribution<double> anywhere(-500, 11'500);
    std::size_t in_several = 0;
    for (int i = 0; i < 20'000; ++i) {
        const bool far = i % 20 == 0;
        const double x = far ? 199'500 + anywhere(random) / 10 : anywhere(random);
        const double y = far ? 4'500 + anywhere(random) / 10 : anywhere(random);
        const std::vector<AreaPlace> expected = one_by_one(locators, x, y);
        ASSERT_EQ(locator.places(locator.locate(x, y)), expected) << x << ' ' << y;
        in_several += expected.size() > 2 ? 1 : 0;
    }
    EXPECT_GT(in_several, 300U);
}

TEST(AreasLocator, a_corner_belongs_to_its_area) {
    wdd::AreasLocator locator({square_area(0, 0, 10), square_area(10, 10, 10)}, 0);
    EXPECT_EQ(locator.places(locator.locate(10, 10)),
              (std::vector<AreaPlace>{{0, false}, {1, false}}));
}

TEST(AreasLocator, points_in_the_same_places_share_a_number) {
    wdd::AreasLocator locator({square_area(0, 0, 10), square_area(100, 0, 10)}, 5);
    EXPECT_EQ(locator.locate(1, 1), locator.locate(9, 9));
    EXPECT_NE(locator.locate(1, 1), locator.locate(101, 1));
    EXPECT_EQ(locator.locate(50, 5), 0U);
    EXPECT_EQ(locator.locate(std::numeric_limits<double>::quiet_NaN(), 5), 0U);
    EXPECT_TRUE(locator.places(0).empty());
    EXPECT_LE(locator.set_count(), 3U);
}

TEST(AreasLocator, refuses_what_it_cannot_locate_in) {
    EXPECT_THROW(wdd::AreasLocator({}, 5), std::invalid_argument);
    EXPECT_THROW(wdd::AreasLocator({square_area(0, 0, 10)}, -1), std::invalid_argument);
}
