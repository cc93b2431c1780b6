// SPDX-License-Identifier: MIT
#include "wdd/overlay.hpp"

#include <array>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"

namespace {

using polygons::square;

TEST(CommonArea, is_what_two_areas_share) {
    const wdd::Area a = wdd::Area::dissolve(
        std::array{polygons::wkb({square(0, 0, 10)}), polygons::wkb({square(20, 0, 10)})});
    const auto shared = wdd::common_area(a, polygons::area({square(5, 5, 20)}));
    ASSERT_TRUE(shared);
    EXPECT_DOUBLE_EQ(shared->area(), 5 * 5 + 5 * 5);
    EXPECT_EQ(shared->box(), (wdd::Box{5, 5, 25, 10}));
}

TEST(CommonArea, of_areas_that_only_touch_or_lie_apart_is_none) {
    const wdd::Area a = polygons::area({square(0, 0, 10)});
    EXPECT_FALSE(wdd::common_area(a, polygons::area({square(10, 0, 10)}))) << "a side";
    EXPECT_FALSE(wdd::common_area(a, polygons::area({square(10, 10, 10)}))) << "a corner";
    EXPECT_FALSE(wdd::common_area(a, polygons::area({square(50, 0, 10)})));
}

TEST(RemainingArea, is_the_first_without_the_second) {
    const wdd::Area a = polygons::area({square(0, 0, 10)});
    const auto rest = wdd::remaining_area(a, polygons::area({square(5, 5, 20)}));
    ASSERT_TRUE(rest);
    EXPECT_DOUBLE_EQ(rest->area(), 75);
    EXPECT_FALSE(wdd::common_area(*rest, polygons::area({square(6, 6, 1)})));
    EXPECT_DOUBLE_EQ(wdd::remaining_area(a, polygons::area({square(10, 0, 10)}))->area(), 100);
    EXPECT_FALSE(wdd::remaining_area(a, polygons::area({square(-1, -1, 20)})));
}

} // namespace
