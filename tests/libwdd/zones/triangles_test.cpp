// SPDX-License-Identifier: MIT
#include "wdd/triangles.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "wdd/overlay.hpp"

namespace {

using polygons::square;
using wdd::Triangle;

double size_of_triangle(const Triangle& t) {
    return std::abs((t[1].x - t[0].x) * (t[2].y - t[0].y) - (t[2].x - t[0].x) * (t[1].y - t[0].y)) /
           2;
}

TEST(Triangles, cover_an_area_with_a_hole_and_a_part_of_its_own) {
    const wdd::Area area = wdd::Area::dissolve(std::array{
        polygons::wkb({square(0, 0, 10), square(2, 2, 5)}), polygons::wkb({square(20, 0, 3)})});
    const std::vector<Triangle> triangles = wdd::triangulated(area);
    double sum = 0;
    for (const Triangle& triangle : triangles) {
        sum += size_of_triangle(triangle);
    }
    EXPECT_DOUBLE_EQ(sum, 100 - 25 + 9);
    EXPECT_EQ(triangles.size(), 8U + 2U);
    const auto again = wdd::covered_area(triangles);
    ASSERT_TRUE(again);
    EXPECT_DOUBLE_EQ(again->area(), sum);
    EXPECT_FALSE(wdd::remaining_area(*again, area));
    EXPECT_FALSE(wdd::remaining_area(area, *again));
}

TEST(Triangles, that_are_none_or_have_no_size_cover_nothing) {
    EXPECT_FALSE(wdd::covered_area({}));
    const Triangle flat{{{0, 0}, {1, 1}, {2, 2}}};
    EXPECT_FALSE(wdd::covered_area({&flat, 1}));
}

} // namespace
