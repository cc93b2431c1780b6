// SPDX-License-Identifier: MIT
#include "wdd/near_area.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "wdd/ring_geometry.hpp"

namespace {

using wdd::Area;
using wdd::NearArea;

Area star_at(double x, double y, double radius) {
    return Area::dissolve(
        std::vector<wdd::Wkb>{polygons::wkb({polygons::star({x, y}, radius, 60, 0.1, 5)})});
}

/// A second method: the drawn surroundings, overlaid. How many others are near.
int near_as_drawn(double distance) {
    const Area area = star_at(0, 0, 50);
    NearArea near(area, distance);
    const Area drawn = distance > 0 ? wdd::surrounded(area, distance) : area;
    constexpr int steps = 41;
    int found = 0;
    for (int i = 0; i < steps * steps; ++i) {
        const double x = 11.0 * (i % steps) - 220;
        const double y = 11.0 * (i / steps) - 220;
        const Area other = star_at(x, y, 15);
        const bool expected = wdd::shared_area(other, drawn) > 0;
        EXPECT_EQ(near.is_near(other), expected) << x << " " << y << " " << distance;
        found += expected ? 1 : 0;
    }
    return found;
}

TEST(NearArea, AgreesWithTheDrawing) {
    for (const double distance : {0.0, 20.0, 100.0}) {
        const int found = near_as_drawn(distance);
        EXPECT_GT(found, 50);
        EXPECT_LT(found, 1600);
    }
}

TEST(NearArea, HoldsOneThatSurroundsIt) {
    NearArea near(star_at(0, 0, 50), 0);
    EXPECT_TRUE(near.is_near(polygons::area({polygons::square(-500, -500, 1000)})));
    EXPECT_FALSE(near.is_near(polygons::area({polygons::square(60, -500, 1000)})));
}

TEST(NearArea, RefusesADistanceThatIsNone) {
    EXPECT_THROW(NearArea(star_at(0, 0, 50), -1), std::invalid_argument);
    EXPECT_THROW(NearArea(star_at(0, 0, 50), std::numeric_limits<double>::infinity()),
                 std::invalid_argument);
}

} // namespace
