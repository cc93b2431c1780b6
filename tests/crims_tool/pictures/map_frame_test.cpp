// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/map_frame.hpp"

#include <gtest/gtest.h>

#include "crims_tool/small_model.hpp"
#include "toolkit/layers/polygon_reader.hpp"

namespace {

using crims_tool::MapFrame;
using crims_tool::Point;

TEST(MapFrame, HoldsTheWholeBoxWithNorthAtTheTop) {
    const MapFrame wide({1000, 500, 3000, 1500}, 220, 500, 10);
    EXPECT_DOUBLE_EQ(wide.scale(), 0.1);
    EXPECT_DOUBLE_EQ(wide.width(), 220);
    EXPECT_DOUBLE_EQ(wide.height(), 120);
    EXPECT_EQ(wide.at(1000, 1500), (Point{10, 10}));
    EXPECT_EQ(wide.at(3000, 500), (Point{210, 110}));
    const MapFrame tall({0, 0, 100, 400}, 500, 100, 10);
    EXPECT_DOUBLE_EQ(tall.height(), 100);
    EXPECT_DOUBLE_EQ(tall.width(), 40);
}

TEST(MapFrame, DrawsAShapeWithoutWhatNobodySees) {
    const MapFrame frame({0, 0, 100, 100}, 100, 100, 0);
    const auto square =
        toolkit::geometry_of(wkb_of("POLYGON((0 0,50 0.1,100 0,100 100,0 100,0 0))"));
    const crims_tool::Shape shape = frame.shape(*square);
    ASSERT_EQ(shape.rings.size(), 1);
    EXPECT_EQ(shape.rings.front().size(), 5);
    EXPECT_EQ(shape.rings.front().front(), (Point{0, 100}));
}

} // namespace
