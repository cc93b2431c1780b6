// SPDX-License-Identifier: MIT
#include "wdd/area.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"

namespace {

using polygons::square;
using wdd::Area;

TEST(Area, of_overlapping_squares_counts_what_they_share_once) {
    const std::vector<wdd::Wkb> two{polygons::wkb({square(0, 0, 10)}),
                                    polygons::wkb({square(5, 0, 10)})};
    const Area area = Area::dissolve(two);
    EXPECT_DOUBLE_EQ(area.area(), 150);
    EXPECT_EQ(area.box(), (wdd::Box{0, 0, 15, 10}));
}

TEST(Area, leaves_out_holes) {
    EXPECT_DOUBLE_EQ(polygons::area({square(0, 0, 10), square(2, 2, 3)}).area(), 91);
}

TEST(Area, repairs_a_bow_tie_and_says_where) {
    const wdd::Wkb bow_tie = polygons::wkb({{{0, 0}, {10, 10}, {10, 0}, {0, 10}}});
    std::vector<wdd::Repair> repairs;
    const Area area = Area::dissolve({&bow_tie, 1}, &repairs);
    EXPECT_DOUBLE_EQ(area.area(), 50);
    ASSERT_EQ(repairs.size(), 1U);
    EXPECT_EQ(repairs[0].index, 0U);
    EXPECT_NE(repairs[0].reason.find("5 5"), std::string::npos);
}

TEST(Area, survives_the_way_through_wkb) {
    const Area area = polygons::area({square(0, 0, 10), square(2, 2, 3)});
    const wdd::Wkb wkb = area.wkb();
    EXPECT_EQ(wkb[1], std::byte{6}); // always a multipolygon
    EXPECT_DOUBLE_EQ(Area::dissolve({&wkb, 1}).area(), 91);
}

void expect_refused(const std::vector<wdd::Wkb>& polygons, const std::string& text) {
    try {
        Area::dissolve(polygons);
        FAIL() << "accepted";
    } catch (const wdd::GeometryError& error) {
        EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
    }
}

TEST(Area, dissolves_the_overlapping_polygons_of_a_collection) {
    wdd::Wkb collection{std::byte{1}};
    polygons::append(collection, std::uint32_t{7});
    polygons::append(collection, std::uint32_t{2});
    for (const double x : {0.0, 1.0}) {
        const wdd::Wkb part = polygons::wkb({square(x, 0, 2)});
        collection.insert(collection.end(), part.begin(), part.end());
    }
    const wdd::Area area = wdd::Area::dissolve(std::vector<wdd::Wkb>{collection});
    EXPECT_DOUBLE_EQ(area.area(), 6);
    EXPECT_EQ(area.box(), (wdd::Box{0, 0, 3, 2}));
}

TEST(Area, refuses_what_is_no_polygon_and_names_it) {
    const wdd::Wkb good = polygons::wkb({square(0, 0, 1)});
    wdd::Wkb point{std::byte{1}};
    polygons::append(point, std::uint32_t{1});
    polygons::append(point, 1.0);
    polygons::append(point, 2.0);
    wdd::Wkb empty{std::byte{1}};
    polygons::append(empty, std::uint32_t{3});
    polygons::append(empty, std::uint32_t{0});
    expect_refused({}, "no polygon");
    expect_refused({good, point}, "polygon 2 is not a polygon");
    expect_refused({empty}, "polygon 1 is empty");
    expect_refused({wdd::Wkb{std::byte{9}, std::byte{9}}}, "polygon 1 cannot be read");
    expect_refused({polygons::wkb({{{0, 0}, {1, 1}, {2, 2}}})}, "polygon 1");
    const double infinity = std::numeric_limits<double>::infinity();
    expect_refused({polygons::wkb({{{0, 0}, {infinity, 0}, {1, 1}}})}, "not finite");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    expect_refused({polygons::wkb({{{0, 0}, {nan, 0}, {1, 1}}})}, "not finite");
    // A repair would leave half of a square, and drop the hole.
    for (const double bad : {nan, infinity, -infinity}) {
        expect_refused({good, polygons::wkb({{{0, 0}, {4, 0}, {4, bad}, {0, 4}}})},
                       "polygon 2 has coordinates that are not finite");
        expect_refused({polygons::wkb({{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 2}},
                                       {{1, 1}, {2, bad}, {2, 2}, {1, 2}}})},
                       "polygon 1 has coordinates that are not finite");
    }
}

} // namespace
