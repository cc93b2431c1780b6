// SPDX-License-Identifier: MIT
#include "wdd/relocation.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"

namespace {

using polygons::area;
using polygons::square;
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
}

TEST(RigidMotion, keeps_the_size_of_an_area_with_its_hole) {
    const wdd::Area ring = area({square(0, 0, 100), square(40, 40, 20)});
    const wdd::Area other = wdd::moved(ring, turned(50, 500, 45));
    EXPECT_NEAR(other.area(), 9600, 1e-6);
    const double half_diagonal = 50 * std::numbers::sqrt2;
    EXPECT_NEAR(other.box().min_x, 500 - half_diagonal, 1e-9);
    EXPECT_NEAR(other.box().max_y, 500 + half_diagonal, 1e-9);
}

} // namespace
