// SPDX-License-Identifier: MIT
#include "wdd/near_area.hpp"

#include <array>
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

// A second method: the drawn surroundings, overlaid.
TEST(NearArea, AgreesWithTheDrawing) {
    const Area area = star_at(0, 0, 50);
    for (const double distance : {0.0, 20.0, 100.0}) {
        NearArea near(area, distance);
        const Area drawn = distance > 0 ? wdd::surrounded(area, distance) : area;
        std::array both{0, 0};
        for (double x = -220; x <= 220; x += 11) {
            for (double y = -220; y <= 220; y += 11) {
                const Area other = star_at(x, y, 15);
                const bool expected = wdd::shared_area(other, drawn) > 0;
                ASSERT_EQ(near.is_near(other), expected) << x << " " << y << " " << distance;
                ++both.at(expected ? 1 : 0);
            }
        }
        EXPECT_GT(both[0], 50);
        EXPECT_GT(both[1], 50);
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
