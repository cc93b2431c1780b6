// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/map_frame.hpp"

#include <algorithm>

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

// Neighbours begin their rings where they like; what they share must not show paper between them.
TEST(MapFrame, LeavesNeighboursTheirCommonEdge) {
    const crims_tool::MapFrame frame({0, 0, 1000, 1000}, 110, 110, 5);
    const crims_tool::Shape left = frame.shape(crims_tool::Shape{
        {{{0, 0}, {333.1, 0}, {334.9, 400}, {335.2, 401}, {333.3, 1000}, {0, 1000}, {0, 0}}}});
    const crims_tool::Shape right = frame.shape(crims_tool::Shape{
        {{{335.2, 401}, {334.9, 400}, {333.1, 0}, {1000, 0}, {1000, 1000}, {333.3, 1000}}}});
    const auto holds = [](const crims_tool::Shape& shape, const crims_tool::Point& point) {
        return std::find(shape.rings.at(0).begin(), shape.rings.at(0).end(), point) !=
               shape.rings.at(0).end();
    };
    EXPECT_EQ(left.rings.at(0).size(), 6U); // two points 0.1 pixels apart are one
    for (const crims_tool::Point& point :
         {crims_tool::Point{38.5, 105}, crims_tool::Point{38.5, 65}, crims_tool::Point{38.5, 5}}) {
        EXPECT_TRUE(holds(left, point) && holds(right, point)) << point.x << " " << point.y;
    }
    EXPECT_TRUE(frame.shape(crims_tool::Shape{{{{1, 1}, {2, 1}, {2, 2}}}}).rings.empty());
}

} // namespace
