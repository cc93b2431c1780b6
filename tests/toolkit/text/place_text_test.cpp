// SPDX-License-Identifier: MIT
#include "toolkit/text/place_text.hpp"

#include <gtest/gtest.h>

TEST(PlaceText, APairIsLatitudeFirstAndWktIsXFirst) {
    for (const char* text : {"(41.88, -87.63)", " 41.88 , -87.63 ", "POINT (-87.63 41.88)",
                             "point(-87.63 41.88)", "POINT( -87.63  41.88 )"}) {
        const auto place = toolkit::read_place(text);
        ASSERT_TRUE(place) << text;
        EXPECT_EQ(place->x, -87.63) << text;
        EXPECT_EQ(place->y, 41.88) << text;
    }
    EXPECT_EQ(toolkit::read_place("POINT (447463 4636373)")->y, 4636373);
}

TEST(PlaceText, WhatIsNoPlaceIsRefused) {
    for (const char* text : {"", "(", "()", "POINT", "POINT EMPTY", "41.88", "(41.88, -87.63",
                             "(-118.2, 34.0)", "(447463, 4636373)", "POINT Z (1 2 3)",
                             "(41,88, -87,63)", "POINT 1 2", "(nan, 1)", "2022-10-05"}) {
        EXPECT_FALSE(toolkit::read_place(text)) << text;
    }
}
