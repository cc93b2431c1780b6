// SPDX-License-Identifier: MIT
#include "wdd/relocation.hpp"

#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "wdd/ring_geometry.hpp"

namespace {

using polygons::area;
using polygons::square;
using wdd::RelocationSpace;
using wdd::RigidMotion;

RigidMotion turned(double from, double to, double degrees) {
    const double angle = degrees * std::numbers::pi / 180;
    return {from, from, to, to, std::cos(angle), std::sin(angle)};
}

TEST(RigidMotion, goes_there_and_back) {
    const RigidMotion motion{1, 2, 30, 40, std::cos(1.0), std::sin(1.0)};
    EXPECT_EQ(motion.forward(1, 2), std::pair(30.0, 40.0));
    const auto [x, y] = motion.forward(7, -5);
    EXPECT_NEAR(std::hypot(x - 30, y - 40), std::hypot(6, -7), 1e-12);
    const auto [back_x, back_y] = motion.backward(x, y);
    EXPECT_NEAR(back_x, 7, 1e-12);
    EXPECT_NEAR(back_y, -5, 1e-12);
    EXPECT_NEAR(motion.degrees(), 180 / std::numbers::pi, 1e-12);
    EXPECT_NEAR(turned(0, 0, 270).degrees(), 270, 1e-12);
}

TEST(RigidMotion, keeps_the_size_of_an_area_with_its_hole) {
    const wdd::Area ring = area({square(0, 0, 100), square(40, 40, 20)});
    const wdd::Area other = wdd::moved(ring, turned(50, 500, 45));
    EXPECT_NEAR(other.area(), 9600, 1e-6);
    const double half_diagonal = 50 * std::numbers::sqrt2;
    EXPECT_NEAR(other.box().min_x, 500 - half_diagonal, 1e-9);
    EXPECT_NEAR(other.box().max_y, 500 + half_diagonal, 1e-9);
}

TEST(RelocationSpace, admits_what_lies_in_the_region_and_clear_of_what_is_avoided) {
    const wdd::Area response = area({square(0, 0, 100)});
    RelocationSpace space(response, area({square(-500, -500, 2000)}),
                          {area({square(-50, -50, 200)})});
    EXPECT_TRUE(space.admits(turned(50, 1000, 45)));
    EXPECT_FALSE(space.admits(turned(50, 50, 0)));    // where it is
    EXPECT_FALSE(space.admits(turned(50, 180, 0)));   // its corner in the avoided area
    EXPECT_FALSE(space.admits(turned(50, 1480, 0)));  // half out of the region
    EXPECT_FALSE(space.admits(turned(50, 9000, 0)));  // far out
    EXPECT_TRUE(space.admits(turned(50, 1449, 0)));   // just inside ...
    EXPECT_FALSE(space.admits(turned(50, 1449, 45))); // ... but not when turned
}

TEST(RelocationSpace, avoids_what_is_named_later_too) {
    RelocationSpace space(area({square(0, 0, 100)}), area({square(-500, -500, 2000)}), {});
    EXPECT_TRUE(space.admits(turned(50, 50, 0)));
    space.avoid(area({square(-50, -50, 200)}));
    EXPECT_FALSE(space.admits(turned(50, 50, 0)));
    EXPECT_TRUE(space.admits(turned(50, 1000, 45)));
}

TEST(RelocationSpace, lets_no_hole_of_the_region_disappear_in_the_area) {
    RelocationSpace space(area({square(0, 0, 100)}),
                          area({square(-500, -500, 2000), square(990, 990, 20)}), {});
    EXPECT_FALSE(space.admits(turned(50, 1000, 10)));
    EXPECT_TRUE(space.admits(turned(50, 700, 10)));
}

TEST(RelocationSpace, lets_an_area_reach_as_far_beyond_the_region_as_it_does) {
    // A quarter of the response area lies west of the region.
    RelocationSpace space(area({square(-25, 0, 100)}), area({square(0, -500, 1000)}), {});
    const auto at = [](double x) { return RigidMotion{25, 50, x, 50, 1, 0}; };
    EXPECT_TRUE(space.admits(at(30)));
    EXPECT_TRUE(space.admits(at(970)));
    EXPECT_FALSE(space.admits(at(20)));
    EXPECT_FALSE(space.admits(at(980)));
}

/// A second method: the polygons themselves, overlaid.
TEST(RelocationSpace, agrees_with_an_overlay_of_the_polygons) {
    const wdd::Area response = area({polygons::star({0, 0}, 60, 40, 0.2, 5)});
    const wdd::Area region = area({polygons::star({0, 0}, 400, 300, 0.2, 11)});
    const wdd::Area avoided = area({polygons::star({100, 100}, 80, 60, 0.1, 7)});
    RelocationSpace space(response, region, {avoided});
    std::mt19937 random(1);
    const auto uniform = [&random] { return static_cast<double>(random()) / 4294967296.0; };
    int admitted = 0;
    for (int i = 0; i < 3000; ++i) {
        const double across = uniform();
        const double up = uniform();
        const RigidMotion motion = space.motion(across, up, uniform());
        const wdd::Area there = wdd::moved(response, motion);
        const bool inside =
            std::abs(wdd::shared_area(there, region) - there.area()) < 1e-6 * there.area();
        const bool expected = inside && wdd::shared_area(there, avoided) == 0;
        EXPECT_EQ(space.admits(motion), expected) << motion.to_x << " " << motion.to_y;
        EXPECT_FALSE(expected && space.rejects_at_once(motion));
        admitted += expected ? 1 : 0;
    }
    EXPECT_GT(admitted, 200);
    EXPECT_LT(admitted, 2500);
}

} // namespace
