// SPDX-License-Identifier: MIT
#include "wdd/area_index.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

using wdd::AreaIndex;
using wdd::Point;
using wdd::Shape;

namespace {

using Ring = std::vector<Point>;

Shape square_of(double x, double y, double side) {
    return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}};
}

/// A star around (x, y) with a radius of its own at each vertex.
Shape star_around(double x, double y, std::mt19937_64& random) {
    std::uniform_real_distribution<double> radius(0.2, 1.5);
    Ring ring;
    for (int i = 0; i < 40; ++i) {
        const double r = radius(random);
        ring.push_back({x + r * std::cos(i * M_PI / 20), y + r * std::sin(i * M_PI / 20)});
    }
    return {{ring}};
}

/// The winding number by the angles that the edges are seen under: slow, and of another kind.
bool winds_around(const Shape& shape, double x, double y) {
    double sum = 0;
    for (const Ring& ring : shape.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point& a = ring[i];
            const Point& b = ring[(i + 1) % ring.size()];
            sum += std::remainder(std::atan2(b.y - y, b.x - x) - std::atan2(a.y - y, a.x - x),
                                  2 * M_PI);
        }
    }
    return std::abs(sum) > M_PI;
}

} // namespace

TEST(AreaIndex, agrees_with_winding_numbers_on_crooked_shapes) {
    std::mt19937_64 random(11);
    std::vector<Shape> shapes;
    for (int i = 0; i < 60; ++i) {
        shapes.push_back(star_around(i % 10 * 2.5, i / 10 * 2.5, random));
    }
    const AreaIndex index(shapes);
    std::uniform_real_distribution<double> x(-2, 25);
    std::uniform_real_distribution<double> y(-2, 15);
    int inside = 0;
    for (int i = 0; i < 20000; ++i) {
        const Point p{x(random), y(random)};
        std::optional<std::size_t> expected;
        for (std::size_t s = 0; s < shapes.size() && !expected; ++s) {
            if (winds_around(shapes[s], p.x, p.y)) {
                expected = s;
            }
        }
        ASSERT_EQ(index.locate(p.x, p.y), expected) << p.x << ", " << p.y;
        inside += expected ? 1 : 0;
    }
    EXPECT_GT(inside, 5000);
}

TEST(AreaIndex, takes_a_point_on_an_edge_or_corner_for_inside_and_the_first_of_two) {
    const AreaIndex index(std::vector{square_of(0, 0, 1), square_of(1, 0, 1)});
    EXPECT_EQ(index.locate(0, 0), 0U);
    EXPECT_EQ(index.locate(0.5, 0), 0U);
    EXPECT_EQ(index.locate(0.5, 1), 0U);
    EXPECT_EQ(index.locate(1, 0.5), 0U);
    EXPECT_EQ(index.locate(std::nextafter(1, 2), 0.5), 1U);
    EXPECT_EQ(index.locate(2, 1), 1U);
    EXPECT_EQ(index.locate(std::nextafter(2, 3), 1), std::nullopt);
}

TEST(AreaIndex, is_exact_at_edges_whatever_was_asked_before) {
    std::vector<Shape> shapes;
    for (int i = 0; i < 100; ++i) {
        shapes.push_back(square_of(1000.1 + i % 10 * 1.3, 500.7 + i / 10 * 1.3, 1));
    }
    const AreaIndex index(shapes);
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> along(0, 13);
    for (int i = 0; i < 100000; ++i) {
        index.locate(1000 + along(random), 500 + along(random));
    }
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const wdd::Box box = shapes[i].box();
        for (int step = 0; step <= 100; ++step) {
            const double y = box.min_y + (box.max_y - box.min_y) * step / 101;
            ASSERT_EQ(index.locate(box.min_x, y), i);
            ASSERT_EQ(index.locate(box.max_x, y), i);
            ASSERT_EQ(index.locate(std::nextafter(box.min_x, 0), y), std::nullopt);
            ASSERT_EQ(index.locate(std::nextafter(box.max_x, 2000), y), std::nullopt);
            const double x = box.min_x + (box.max_x - box.min_x) * step / 101;
            ASSERT_EQ(index.locate(x, box.min_y), i);
            ASSERT_EQ(index.locate(x, std::nextafter(box.max_y, 2000)), std::nullopt);
        }
    }
}

TEST(AreaIndex, knows_holes_and_separate_parts) {
    Shape ring = square_of(0, 0, 10);
    ring.rings.push_back(square_of(4, 4, 2).rings.front());
    ring.rings.push_back(square_of(20, 0, 1).rings.front());
    const AreaIndex index(std::vector{ring});
    EXPECT_EQ(index.locate(5, 5), std::nullopt);
    EXPECT_EQ(index.locate(4, 5), 0U) << "the edge of a hole";
    EXPECT_EQ(index.locate(3.9, 5), 0U);
    EXPECT_EQ(index.locate(20.5, 0.5), 0U);
    EXPECT_EQ(index.locate(15, 0.5), std::nullopt);
}

TEST(AreaIndex, crosses_a_vertex_once) {
    const Shape diamond{{{{0, 1}, {1, 0}, {2, 1}, {1, 2}}}};
    const AreaIndex index(std::vector{diamond});
    EXPECT_EQ(index.locate(1, 1), 0U);
    EXPECT_EQ(index.locate(-0.5, 1), std::nullopt);
    EXPECT_EQ(index.locate(2.5, 1), std::nullopt);
    EXPECT_EQ(index.locate(0.4, 0), std::nullopt);
    EXPECT_EQ(index.locate(1.5, 2), std::nullopt);
}

TEST(AreaIndex, finds_nothing_for_what_is_no_place) {
    const AreaIndex index(std::vector{square_of(0, 0, 1)});
    EXPECT_EQ(index.locate(NAN, 0.5), std::nullopt);
    EXPECT_EQ(index.locate(0.5, INFINITY), std::nullopt);
    EXPECT_EQ(AreaIndex({}).locate(0, 0), std::nullopt);
}

TEST(AreaIndex, refuses_shapes_without_points_or_with_infinite_ones) {
    EXPECT_THROW(AreaIndex(std::vector{Shape{}}), std::invalid_argument);
    EXPECT_THROW(AreaIndex(std::vector{Shape{{{{0, 0}, {INFINITY, 0}, {0, 1}}}}}),
                 std::invalid_argument);
}
