// SPDX-License-Identifier: MIT
#include "wdd/placebo_counter.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"

namespace {

using wdd::OverlapRule;
using wdd::PeriodPoint;
using wdd::PlaceboCounter;

std::vector<PeriodPoint> random_points(std::size_t count, double side) {
    std::mt19937 random(7);
    std::vector<PeriodPoint> points;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = side * static_cast<double>(random()) / 4294967296.0;
        const double y = side * static_cast<double>(random()) / 4294967296.0;
        points.push_back({x, y, random() % 2 == 0});
    }
    return points;
}

/// A second method: every point, located in the moved polygons.
wdd::Counts slowly(const wdd::Area& treated, const wdd::Area& control, double distance,
                   OverlapRule rule, const std::vector<PeriodPoint>& points) {
    wdd::ZoneLocator locator(treated, control, distance);
    wdd::Counts counts;
    for (const PeriodPoint& point : points) {
        const auto zones = wdd::counted_zones(locator.locate(point.x, point.y), rule);
        const auto add = [&](wdd::Zone zone, wdd::BeforeAfter& pair) {
            if (wdd::holds(zones, zone)) {
                ++(point.after ? pair.post : pair.pre);
            }
        };
        add(wdd::Zone::treated, counts.treated);
        add(wdd::Zone::control, counts.control);
        add(wdd::Zone::treated_displacement, counts.treated_displacement);
        add(wdd::Zone::control_displacement, counts.control_displacement);
    }
    return counts;
}

const wdd::Area response = polygons::area({polygons::star({2000, 2000}, 600, 80, 0.2, 9)});
const wdd::Area control = polygons::area({polygons::star({7000, 7000}, 700, 80, 0.1, 5)});
constexpr double distance = 250;

TEST(PlaceboCounter, counts_a_moved_area_as_the_moved_polygon_would) {
    const auto points = random_points(20000, 10000);
    for (const auto rule : {OverlapRule::clip, OverlapRule::count}) {
        PlaceboCounter counter(response, control, distance, rule, points);
        std::mt19937 random(3);
        for (int i = 0; i < 60; ++i) { // anywhere, over each other and beyond the points too
            const auto anywhere = [&random](double from) {
                const double angle = static_cast<double>(random()) / 1e9;
                const auto x = static_cast<double>(random() % 11000);
                const auto y = static_cast<double>(random() % 11000);
                return wdd::RigidMotion{from, from, x, y, std::cos(angle), std::sin(angle)};
            };
            const wdd::RigidMotion motion = anywhere(2000);
            const wdd::RigidMotion other = anywhere(7000);
            const wdd::Area there = wdd::moved(response, motion);
            EXPECT_EQ(counter.relocated(motion, other),
                      slowly(there, wdd::moved(control, other), distance, rule, points))
                << i;
            const wdd::Counts alone = slowly(there, there, 0, OverlapRule::count, points);
            EXPECT_EQ(counter.incidents_in(wdd::Zone::treated, motion),
                      alone.treated.pre + alone.treated.post);
            EXPECT_EQ(counter.incidents_in(there), alone.treated.pre + alone.treated.post);
        }
    }
}

TEST(PlaceboCounter, counts_other_areas_in_place_of_both) {
    const auto points = random_points(20000, 10000);
    PlaceboCounter counter(response, control, distance, OverlapRule::clip, points);
    for (int i = 0; i < 20; ++i) {
        const wdd::Area zone = polygons::area({polygons::square(450.0 * i, 350.0 * i, 800)});
        const wdd::Area other =
            polygons::area({polygons::square(9000 - 450.0 * i, 350.0 * i, 800)});
        EXPECT_EQ(counter.elsewhere(zone, other),
                  slowly(zone, other, distance, OverlapRule::clip, points));
    }
}

TEST(PlaceboCounter, counts_nothing_where_there_is_no_point) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const auto& points : {std::vector<PeriodPoint>{}, {{nan, 1, true}, {1, nan, false}}}) {
        PlaceboCounter counter(response, control, distance, OverlapRule::clip, points);
        EXPECT_EQ(counter.relocated({}, {}), wdd::Counts{});
        EXPECT_EQ(counter.elsewhere(response, control), wdd::Counts{});
        EXPECT_EQ(counter.incidents_in(response), 0U);
    }
}

TEST(PlaceboCounter, counts_points_on_one_line_or_spot) {
    std::vector<PeriodPoint> points;
    for (int i = 0; i < 1000; ++i) {
        points.push_back({2000, 10.0 * i, i % 2 == 0});
    }
    PlaceboCounter line(response, control, distance, OverlapRule::clip, points);
    EXPECT_EQ(line.relocated({}, {}),
              slowly(response, control, distance, OverlapRule::clip, points));
    const std::vector<PeriodPoint> spot(500, {2000, 2000, true});
    PlaceboCounter one(response, control, distance, OverlapRule::clip, spot);
    EXPECT_EQ(one.relocated({}, {}).treated.post, 500);
}

} // namespace
