// SPDX-License-Identifier: MIT
#include "wdd/zone_locator.hpp"

#include <algorithm>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"

namespace {

using polygons::Point;
using polygons::Ring;
using polygons::square;
using wdd::Zone;
using wdd::zone_bit;

constexpr wdd::ZoneSet none = 0;

/// A second method: every side, one by one, in long double.
struct SlowZone {
    std::vector<Ring> rings;

    bool covers(const Point& p) const {
        bool inside = false;
        for (const Ring& ring : rings) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point& a = ring[i];
                const Point& b = ring[(i + 1) % ring.size()];
                const long double cross = (static_cast<long double>(b.x) - a.x) * (p.y - a.y) -
                                          (static_cast<long double>(b.y) - a.y) * (p.x - a.x);
                const bool within = std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) &&
                                    std::min(a.y, b.y) <= p.y && p.y <= std::max(a.y, b.y);
                if (cross == 0 && within) {
                    return true;
                }
                if ((a.y > p.y) != (b.y > p.y) && (cross > 0) == (b.y > a.y)) {
                    inside = !inside;
                }
            }
        }
        return inside;
    }

    /// Without a division, so exact for whole coordinates.
    bool is_within(const Point& p, long double distance) const {
        const auto is_side_near = [&](const Point& a, const Point& b) {
            const long double dx = static_cast<long double>(b.x) - a.x;
            const long double dy = static_cast<long double>(b.y) - a.y;
            const long double px = static_cast<long double>(p.x) - a.x;
            const long double py = static_cast<long double>(p.y) - a.y;
            const long double length2 = dx * dx + dy * dy;
            const long double along = px * dx + py * dy;
            const long double cross = px * dy - py * dx;
            if (along <= 0) {
                return px * px + py * py <= distance * distance;
            }
            if (along >= length2) {
                return (px - dx) * (px - dx) + (py - dy) * (py - dy) <= distance * distance;
            }
            return cross * cross <= distance * distance * length2;
        };
        for (const Ring& ring : rings) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                if (is_side_near(ring[i], ring[(i + 1) % ring.size()])) {
                    return true;
                }
            }
        }
        return false;
    }
};

wdd::ZoneSet slow_zones(const SlowZone& response, const SlowZone& control, const Point& p,
                        double distance) {
    wdd::ZoneSet zones = 0;
    const auto add = [&](const SlowZone& zone, Zone area, Zone ring) {
        if (zone.covers(p)) {
            zones |= zone_bit(area);
        } else if (distance > 0 && zone.is_within(p, distance)) {
            zones |= zone_bit(ring);
        }
    };
    add(response, Zone::treated, Zone::treated_displacement);
    add(control, Zone::control, Zone::control_displacement);
    return zones;
}

TEST(ZoneLocator, takes_edges_and_corners_for_the_area_and_the_ring_by_true_distance) {
    wdd::ZoneLocator locator(polygons::area({square(1000, 1000, 1000)}),
                             polygons::area({square(4000, 1000, 1000)}), 300);
    const auto treated = zone_bit(Zone::treated);
    const auto ring = zone_bit(Zone::treated_displacement);
    EXPECT_EQ(locator.locate(1500, 1500), treated);
    EXPECT_EQ(locator.locate(2000, 1500), treated);
    EXPECT_EQ(locator.locate(2000, 2000), treated);
    EXPECT_EQ(locator.locate(2300, 1500), ring);
    EXPECT_EQ(locator.locate(2300.001, 1500), none);
    EXPECT_EQ(locator.locate(2212.13, 2212.13), ring);
    EXPECT_EQ(locator.locate(2212.2, 2212.2), none);
    EXPECT_EQ(locator.locate(4000, 1500), zone_bit(Zone::control));
    EXPECT_EQ(locator.locate(3700, 1500), zone_bit(Zone::control_displacement));
}

TEST(ZoneLocator, takes_a_hole_narrower_than_the_distance_for_ring) {
    wdd::ZoneLocator locator(polygons::area({square(0, 0, 1000), square(400, 400, 100)}),
                             polygons::area({square(9000, 0, 100)}), 300);
    EXPECT_EQ(locator.locate(450, 450), zone_bit(Zone::treated_displacement));
    EXPECT_EQ(locator.locate(400, 450), zone_bit(Zone::treated));
}

TEST(ZoneLocator, knows_no_ring_at_distance_0_and_puts_nan_nowhere) {
    wdd::ZoneLocator locator(polygons::area({square(0, 0, 10)}),
                             polygons::area({square(20, 0, 10)}), 0);
    EXPECT_EQ(locator.locate(10.000001, 5), none);
    EXPECT_EQ(locator.locate(10, 5), zone_bit(Zone::treated));
    EXPECT_EQ(locator.locate(std::numeric_limits<double>::quiet_NaN(), 5), none);
    EXPECT_EQ(locator.locate(5, std::numeric_limits<double>::infinity()), none);
}

TEST(ZoneLocator, gives_both_zones_where_they_overlap) {
    wdd::ZoneLocator locator(polygons::area({square(0, 0, 1000)}),
                             polygons::area({square(1200, 0, 1000)}), 300);
    EXPECT_EQ(locator.locate(1100, 500),
              zone_bit(Zone::treated_displacement) | zone_bit(Zone::control_displacement));
    EXPECT_EQ(locator.locate(1250, 500),
              zone_bit(Zone::control) | zone_bit(Zone::treated_displacement));
}

TEST(ZoneLocator, of_one_area_finds_what_it_finds_of_that_area_among_two) {
    const wdd::Area area = polygons::area({polygons::star({0, 0}, 400, 60, 0.1, 5)});
    const wdd::Area other = polygons::area({square(5000, 5000, 10)});
    wdd::ZoneLocator both(area, other, 50);
    wdd::ZoneLocator one(area, 50);
    for (double x = -500; x < 500; x += 7) {
        for (double y = -500; y < 500; y += 7) {
            ASSERT_EQ(one.locate(x, y), both.locate(x, y)) << x << " " << y;
        }
    }
    EXPECT_LT(one.box().max_x, 1000);
    EXPECT_THROW(wdd::ZoneLocator(area, -1), std::invalid_argument);
}

TEST(ZoneLocator, refuses_a_distance_that_is_negative_or_no_number) {
    const wdd::Area area = polygons::area({square(0, 0, 10)});
    EXPECT_THROW(wdd::ZoneLocator(area, area, -1), std::invalid_argument);
    EXPECT_THROW(wdd::ZoneLocator(area, area, std::numeric_limits<double>::quiet_NaN()),
                 std::invalid_argument);
}

TEST(ZoneLocator, copies_are_independent_and_agree) {
    wdd::ZoneLocator first(polygons::area({square(0, 0, 10)}), polygons::area({square(20, 0, 10)}),
                           3);
    first.locate(5, 5);
    wdd::ZoneLocator second(first);
    EXPECT_EQ(second.locate(5, 5), first.locate(5, 5));
    EXPECT_EQ(second.locate(12, 5), first.locate(12, 5));
}

/// Whole coordinates, so that many points lie exactly on sides and corners and at the distance.
Ring random_ring(std::mt19937& random, Point centre, int radius) {
    std::uniform_int_distribution<int> corners(5, 40);
    const int count = corners(random);
    Ring ring;
    for (int i = 0; i < count; ++i) {
        const double angle = 2 * std::numbers::pi * i / count;
        const int r = std::uniform_int_distribution<int>(radius / 3, radius)(random);
        ring.push_back({std::round(centre.x + r * std::cos(angle)),
                        std::round(centre.y + r * std::sin(angle))});
    }
    return ring;
}

TEST(ZoneLocator, agrees_with_trying_every_side_on_random_areas) {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        std::mt19937 random(seed);
        const SlowZone response{{random_ring(random, {100, 100}, 60)}};
        const SlowZone control{{random_ring(random, {230, 120}, 60)}};
        const int distance = std::uniform_int_distribution<int>(0, 40)(random);
        wdd::ZoneLocator locator(polygons::area(response.rings), polygons::area(control.rings),
                                 distance);
        std::uniform_int_distribution<int> anywhere(0, 340);
        for (int i = 0; i < 3000; ++i) {
            const Point p{static_cast<double>(anywhere(random)),
                          static_cast<double>(anywhere(random))};
            ASSERT_EQ(locator.locate(p.x, p.y), slow_zones(response, control, p, distance))
                << "seed " << seed << ", point " << p.x << " " << p.y << ", distance " << distance;
        }
    }
}

TEST(ZoneLocator, agrees_with_trying_every_side_on_many_vertices) {
    const SlowZone response{{polygons::star({0, 0}, 4000, 5000, 0.02, 555)}};
    const SlowZone control{{polygons::star({15000, 3000}, 4000, 5000, 0.003, 625)}};
    wdd::ZoneLocator locator(polygons::area(response.rings), polygons::area(control.rings), 1000);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> x(-6000, 21000);
    std::uniform_real_distribution<double> y(-6000, 9000);
    for (int i = 0; i < 4000; ++i) {
        const Point p{x(random), y(random)};
        ASSERT_EQ(locator.locate(p.x, p.y), slow_zones(response, control, p, 1000))
            << p.x << " " << p.y;
    }
}

} // namespace
