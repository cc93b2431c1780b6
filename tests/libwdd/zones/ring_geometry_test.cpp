// SPDX-License-Identifier: MIT
#include "wdd/ring_geometry.hpp"

#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "wdd/zone_locator.hpp"

namespace {

using polygons::square;
using wdd::OverlapRule;
using wdd::Zone;

constexpr double pi = std::numbers::pi;

/// Of a square with round corners, less the square.
double ring_size(double side, double distance) {
    return 4 * side * distance + pi * distance * distance;
}

TEST(ZoneGeometry, draws_rings_of_the_right_size) {
    const auto geometry =
        zone_geometry(polygons::area({square(0, 0, 1000)}), polygons::area({square(5000, 0, 1000)}),
                      300, OverlapRule::clip);
    // 64 lines a quarter circle lose 1 - sin(a) / a of each sector, a = 90 / 64 degrees.
    const double a = pi / 128;
    const double drawn = 4 * 1000.0 * 300 + pi * 300 * 300 * std::sin(a) / a;
    EXPECT_NEAR(geometry.polygons[Zone::treated_displacement]->area(), drawn, 1e-3);
    EXPECT_NEAR(geometry.polygons[Zone::control_displacement]->area(), drawn, 1e-3);
    EXPECT_NEAR(geometry.study_area.area(), 2 * (drawn + 1e6), 1e-2);
    EXPECT_FALSE(geometry.overlaps.any_ring());
    EXPECT_EQ(geometry.overlaps.areas, 0);
}

TEST(ZoneGeometry, has_no_rings_at_distance_0) {
    const auto geometry = zone_geometry(polygons::area({square(0, 0, 10)}),
                                        polygons::area({square(50, 0, 10)}), 0, OverlapRule::clip);
    EXPECT_FALSE(geometry.polygons[Zone::treated_displacement]);
    EXPECT_FALSE(geometry.polygons[Zone::control_displacement]);
    EXPECT_DOUBLE_EQ(geometry.study_area.area(), 200);
}

TEST(RingAround, is_the_ring_of_the_zones) {
    const wdd::Area area = polygons::area({square(0, 0, 1000)});
    const auto geometry =
        zone_geometry(area, polygons::area({square(5000, 0, 1000)}), 300, OverlapRule::clip);
    const auto ring = wdd::ring_around(area, 300);
    ASSERT_TRUE(ring);
    EXPECT_EQ(ring->wkb(), geometry.polygons[Zone::treated_displacement]->wkb());
    EXPECT_FALSE(wdd::ring_around(area, 0));
    EXPECT_THROW(wdd::ring_around(area, -1), std::invalid_argument);
}

TEST(ZoneGeometry, clips_rings_by_the_other_area_and_by_each_other) {
    const wdd::Area response = polygons::area({square(0, 0, 1000)});
    const wdd::Area control = polygons::area({square(1200, 0, 1000)});
    const auto whole = zone_geometry(response, control, 300, OverlapRule::count);
    const auto clipped = zone_geometry(response, control, 300, OverlapRule::clip);
    EXPECT_NEAR(whole.polygons[Zone::treated_displacement]->area(), ring_size(1000, 300), 30);
    EXPECT_GT(clipped.overlaps.rings, 200.0 * 1000);
    EXPECT_GT(clipped.overlaps.response_ring_in_control, 100.0 * 999);
    EXPECT_NEAR(clipped.polygons[Zone::treated_displacement]->area(),
                whole.polygons[Zone::treated_displacement]->area() - clipped.overlaps.rings -
                    clipped.overlaps.response_ring_in_control,
                1e-3);
    EXPECT_EQ(shared_area(*clipped.polygons[Zone::treated_displacement],
                          *clipped.polygons[Zone::control_displacement]),
              0);
}

TEST(SharedArea, takes_a_common_border_for_no_overlap) {
    EXPECT_EQ(shared_area(polygons::area({square(0, 0, 10)}), polygons::area({square(10, 0, 10)})),
              0);
    EXPECT_DOUBLE_EQ(
        shared_area(polygons::area({square(0, 0, 10)}), polygons::area({square(9, 0, 10)})), 10);
}

/// What is drawn for many vertices is simplified first; points tell how far it may be from the
/// truth.
void expect_drawn_as_located(double amplitude, double waves) {
    constexpr double distance = 1000;
    const wdd::Area response =
        polygons::area({polygons::star({0, 0}, 4000, 6000, amplitude, waves)});
    const wdd::Area control = polygons::area({square(30000, 0, 100)});
    const auto geometry = zone_geometry(response, control, distance, OverlapRule::clip);
    wdd::ZoneLocator just_inside(response, control, 0.9998 * distance);
    wdd::ZoneLocator just_outside(response, control, 1.0002 * distance);
    wdd::ZoneLocator drawn(*geometry.polygons[Zone::treated_displacement], control, 0);
    std::mt19937 random(3);
    std::uniform_real_distribution<double> anywhere(-6500, 6500);
    for (int i = 0; i < 20000; ++i) {
        const double x = anywhere(random);
        const double y = anywhere(random);
        const bool in_drawing = drawn.locate(x, y) == wdd::zone_bit(Zone::treated);
        if (just_inside.locate(x, y) == wdd::zone_bit(Zone::treated_displacement)) {
            EXPECT_TRUE(in_drawing) << x << " " << y;
        }
        if (just_outside.locate(x, y) == 0) {
            EXPECT_FALSE(in_drawing) << x << " " << y;
        }
    }
}

TEST(ZoneGeometry, draws_what_is_located_with_many_vertices) {
    expect_drawn_as_located(0.003, 750);
    expect_drawn_as_located(0.02, 66);
    expect_drawn_as_located(0, 1);
}

} // namespace
