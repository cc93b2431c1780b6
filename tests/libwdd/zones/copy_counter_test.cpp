// SPDX-License-Identifier: MIT
#include "wdd/copy_counter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "libwdd/polygons.hpp"
#include "wdd/located_points.hpp"
#include "wdd/zone_locator.hpp"

namespace {

using wdd::Area;
using wdd::CopyCounter;
using wdd::CountedCopy;
using wdd::KeyedPoints;
using wdd::RigidMotion;
using wdd::Span;
using wdd::SpanCounts;
using wdd::SpanOfKey;

/// The second key belongs to no span.
const SpanOfKey spans{Span::pre, std::nullopt, Span::post, Span::history};

/// So many points are counted in two threads, if there are two cores.
constexpr std::size_t several_shares = 9 * KeyedPoints::block_size;

/// The last key lies beyond the spans.
KeyedPoints random_points(std::size_t count, double side) {
    std::mt19937 random(7);
    KeyedPoints points;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = side * static_cast<double>(random()) / 4294967296.0;
        const double y = side * static_cast<double>(random()) / 4294967296.0;
        points.add(x, y, static_cast<std::uint32_t>(random() % 5));
    }
    return points;
}

Area star_at(double x, double y) {
    return Area::dissolve(
        std::vector<wdd::Wkb>{polygons::wkb({polygons::star({x, y}, 50, 60, 0.1, 5)})});
}

/// A second method: every point, located one by one.
SpanCounts slowly(const Area& area, double distance, wdd::Zone zone, const KeyedPoints& points) {
    wdd::ZoneLocator locator(area, area, distance);
    SpanCounts counts;
    points.visit(0, points.block_count(), [&](double x, double y, std::uint32_t key) {
        if (key < spans.size() && spans[key] && wdd::holds(locator.locate(x, y), zone)) {
            ++counts[*spans[key]];
        }
    });
    return counts;
}

TEST(CopyCounter, CopiesHoldWhatTheMovedAreaHolds) {
    const KeyedPoints points = random_points(several_shares, 1000);
    const Area area = star_at(300, 400);
    for (const double ring : {30.0, 260.0}) { // narrower and much wider than the area
        CopyCounter counter(area, ring, points, spans);
        const std::vector<CountedCopy>& copies = counter.copies();
        ASSERT_GT(copies.size(), 60U);
        std::vector<std::size_t> all(copies.size());
        std::iota(all.begin(), all.end(), 0);
        const std::vector<SpanCounts> rings = counter.around(all);
        constexpr std::size_t some = 9; // to try every point in each copy takes seconds
        for (std::size_t i = 0; i < copies.size(); i += some) {
            const Area copy = wdd::moved(area, copies[i].motion);
            EXPECT_EQ(copies[i].counts, slowly(copy, ring, wdd::Zone::treated, points));
            EXPECT_EQ(rings[i], slowly(copy, ring, wdd::Zone::treated_displacement, points));
        }
    }
}

TEST(CopyCounter, TheAreaItselfIsTheFirstCopyAndTheNearestFollow) {
    const KeyedPoints points = random_points(20'000, 1000);
    const CopyCounter counter(star_at(300, 400), 0, points, spans);
    const RigidMotion& first = counter.copies().front().motion;
    EXPECT_EQ(first.to_x, first.from_x);
    EXPECT_EQ(first.to_y, first.from_y);
    double before = 0;
    for (const CountedCopy& copy : counter.copies()) {
        const double distance = std::hypot(copy.motion.to_x - copy.motion.from_x,
                                           copy.motion.to_y - copy.motion.from_y);
        EXPECT_GE(distance, before - 1e-9);
        before = distance;
    }
}

TEST(CopyCounter, APointOnTheBorderOfTwoBoxesIsInBothCopies) {
    KeyedPoints points;
    for (const double y : {5.0, 15.0, 25.0}) {
        points.add(10, y, 0); // between the area and its neighbour on the right
    }
    points.add(10, 10, 2); // a corner of four boxes
    const CopyCounter counter(polygons::area({polygons::square(0, 0, 10)}), 0, points, spans);
    std::int64_t on_edges = 0;
    std::int64_t on_corner = 0;
    for (const CountedCopy& copy : counter.copies()) {
        on_edges += copy.counts[Span::pre];
        on_corner += copy.counts[Span::post];
    }
    // A box is a copy where points of its own lie, and a point at x = 10 is its right neighbour's.
    EXPECT_EQ(on_edges, 3);
    EXPECT_EQ(on_corner, 2);
}

TEST(CopyCounter, StrayPointsAreInNoCopyOrInOneOfTheirOwn) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
    KeyedPoints points;
    points.add(300, 400, 0);
    points.add(infinity, 400, 0);
    points.add(not_a_number, 400, 0);
    points.add(1e300, -1e300, 2);
    points.add(1e7, 1e7, 2);
    points.add(900, 900, 1); // of no span
    CopyCounter counter(star_at(300, 400), 25, points, spans);
    ASSERT_EQ(counter.copies().size(), 2U);
    EXPECT_EQ(counter.copies()[0].counts[Span::pre], 1);
    EXPECT_EQ(counter.copies()[0].counts[Span::post], 0);
    EXPECT_TRUE(counter.around({}).empty());
    const KeyedPoints none;
    EXPECT_TRUE(CopyCounter(star_at(0, 0), 25, none, spans).copies().empty());
}

TEST(CopyCounter, ThePointsMayBeArrangedByPlace) {
    KeyedPoints points = random_points(several_shares, 1000);
    points.add(std::numeric_limits<double>::quiet_NaN(), 0, 0);
    points.add(1e9, -1e9, 0);
    const Area area = star_at(300, 400);
    CopyCounter as_read(area, 30, points, spans);
    KeyedPoints arranged = random_points(several_shares, 1000);
    arranged.add(1e9, -1e9, 0);
    arranged.add(std::numeric_limits<double>::quiet_NaN(), 0, 0);
    arranged.arrange_by_place();
    ASSERT_EQ(arranged.size(), points.size());
    CopyCounter counter(area, 30, arranged, spans);
    ASSERT_EQ(counter.copies().size(), as_read.copies().size());
    std::vector<std::size_t> all(counter.copies().size());
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(counter.around(all), as_read.around(all));
    for (const std::size_t i : all) {
        EXPECT_EQ(counter.copies()[i].counts, as_read.copies()[i].counts);
    }
}

TEST(LocatedPoints, CountsInAreasOfAnyShapeForAnySpans) {
    const KeyedPoints points = random_points(several_shares, 1000);
    std::vector<Area> areas;
    for (const double x : {40.0, 120.0, 500.0, 990.0}) { // some overlap
        areas.push_back(star_at(x, 620));
    }
    const wdd::LocatedPoints located(areas, 25, points);
    const std::vector<wdd::AreaSpanCounts> counts = located.counts(spans);
    ASSERT_EQ(counts.size(), areas.size());
    for (std::size_t i = 0; i < areas.size(); ++i) {
        EXPECT_EQ(counts[i].area, slowly(areas[i], 25, wdd::Zone::treated, points));
        EXPECT_EQ(counts[i].ring, slowly(areas[i], 25, wdd::Zone::treated_displacement, points));
    }
    const SpanOfKey other{std::nullopt, std::nullopt, Span::history};
    for (std::size_t i = 0; i < areas.size(); ++i) {
        EXPECT_EQ(located.counts(other)[i].area[Span::history], counts[i].area[Span::post]);
        EXPECT_EQ(located.counts(other)[i].area[Span::pre], 0);
    }
}

} // namespace
