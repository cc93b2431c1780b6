// SPDX-License-Identifier: MIT
#include "wdd/place_counter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "libwdd/polygons.hpp"
#include "wdd/zone_locator.hpp"

namespace {

using wdd::Area;
using wdd::PlaceCounter;
using wdd::RigidMotion;
using wdd::Span;
using wdd::SpanCounts;
using wdd::SpanPoint;

std::vector<SpanPoint> random_points(std::size_t count, double side) {
    std::mt19937 random(7);
    std::vector<SpanPoint> points;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = side * static_cast<double>(random()) / 4294967296.0;
        const double y = side * static_cast<double>(random()) / 4294967296.0;
        points.push_back({x, y, static_cast<Span>(random() % 3)});
    }
    return points;
}

Area star_at(double x, double y) {
    return Area::dissolve(
        std::vector<wdd::Wkb>{polygons::wkb({polygons::star({x, y}, 50, 60, 0.1, 5)})});
}

/// A second method: every point, located one by one.
SpanCounts slowly(const Area& area, double distance, wdd::Zone zone,
                  const std::vector<SpanPoint>& points) {
    wdd::ZoneLocator locator(area, area, distance);
    SpanCounts counts;
    for (const SpanPoint& point : points) {
        if (wdd::holds(locator.locate(point.x, point.y), zone)) {
            ++counts[point.span];
        }
    }
    return counts;
}

TEST(PlaceCounter, CopiesHoldWhatTheMovedAreaHolds) {
    const std::vector<SpanPoint> points = random_points(20000, 1000);
    const Area area = star_at(300, 400);
    PlaceCounter counter(area, 30, points);
    const std::vector<RigidMotion> tiles = counter.tiles();
    ASSERT_GT(tiles.size(), 60U);
    for (const RigidMotion& tile : tiles) {
        const Area copy = wdd::moved(area, tile);
        EXPECT_EQ(counter.in_copy(tile), slowly(copy, 30, wdd::Zone::treated, points));
        EXPECT_EQ(counter.around_copy(tile),
                  slowly(copy, 30, wdd::Zone::treated_displacement, points));
    }
}

TEST(PlaceCounter, TheAreaItselfIsTheFirstTileAndTheNearestFollow) {
    PlaceCounter counter(star_at(300, 400), 0, random_points(20000, 1000));
    const std::vector<RigidMotion> tiles = counter.tiles();
    EXPECT_EQ(tiles.front().to_x, tiles.front().from_x);
    EXPECT_EQ(tiles.front().to_y, tiles.front().from_y);
    double before = 0;
    for (const RigidMotion& tile : tiles) {
        const double distance = std::hypot(tile.to_x - tile.from_x, tile.to_y - tile.from_y);
        EXPECT_GE(distance, before - 1e-9);
        before = distance;
    }
}

TEST(PlaceCounter, CountsInAnyOtherArea) {
    const std::vector<SpanPoint> points = random_points(20000, 1000);
    const PlaceCounter counter(star_at(300, 400), 25, points);
    for (const double x : {40.0, 500.0, 990.0}) {
        const Area other = star_at(x, 620);
        EXPECT_EQ(counter.in_area(other), slowly(other, 25, wdd::Zone::treated, points));
        EXPECT_EQ(counter.around_area(other),
                  slowly(other, 25, wdd::Zone::treated_displacement, points));
    }
}

TEST(PlaceCounter, StrayPointsAreInNoPlaceOrInOneOfTheirOwn) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
    PlaceCounter counter(star_at(300, 400), 25,
                         {{300, 400, Span::pre},
                          {infinity, 400, Span::pre},
                          {not_a_number, 400, Span::pre},
                          {1e300, -1e300, Span::post},
                          {1e7, 1e7, Span::post}});
    const std::vector<RigidMotion> tiles = counter.tiles();
    ASSERT_EQ(tiles.size(), 2U);
    EXPECT_EQ(counter.in_copy(tiles[0])[Span::pre], 1);
    EXPECT_EQ(counter.in_copy(tiles[0])[Span::post], 0);
    EXPECT_TRUE(PlaceCounter(star_at(0, 0), 25, {}).tiles().empty());
}

} // namespace
