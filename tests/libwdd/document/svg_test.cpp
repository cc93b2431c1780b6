// SPDX-License-Identifier: MIT
#include "wdd/svg.hpp"

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using wdd::axis_range;
using wdd::Scale;
using wdd::SvgPicture;

TEST(Scale, PutsNumbersOnPixelsAlsoUpsideDown) {
    const Scale y = Scale::linear(10, 20, 100, 0);
    EXPECT_DOUBLE_EQ(y.at(10), 100);
    EXPECT_DOUBLE_EQ(y.at(15), 50);
    EXPECT_DOUBLE_EQ(y.at(20), 0);
}

TEST(Scale, OfLogarithmsDrawsWhatIsTooSmallAtItsLowerEnd) {
    const Scale x = Scale::logarithmic(1, 100, 0, 200);
    EXPECT_DOUBLE_EQ(x.at(10), 100);
    EXPECT_DOUBLE_EQ(x.at(0), 0);
}

TEST(Scale, TicksAreRoundNumbersWithinTheRange) {
    EXPECT_THAT(Scale::linear(-0.5, 8.2, 0, 1).ticks(5), ElementsAre(0, 2, 4, 6, 8));
    EXPECT_THAT(Scale::linear(11000, 17100, 0, 1).ticks(5), ElementsAre(12000, 14000, 16000));
    EXPECT_THAT(Scale::logarithmic(3, 60, 0, 1).ticks(5), ElementsAre(5, 10, 20, 50));
    EXPECT_THAT(Scale::logarithmic(1, 100000, 0, 1).ticks(5),
                ElementsAre(1, 10, 100, 1000, 10000, 100000));
    EXPECT_FALSE(std::signbit(Scale::linear(0, 1, 0, 1).ticks(5).front()));
}

TEST(AxisRange, StartsAtZeroUnlessThatWouldHideTheDifferences) {
    EXPECT_DOUBLE_EQ(axis_range({2, 10}).low, 0);
    EXPECT_GT(axis_range({90, 100}).low, 80);
    EXPECT_GT(axis_range({90, 100}).high, 100);
    EXPECT_GT(axis_range({0, 0}).high, 0);
    EXPECT_GT(axis_range({std::numeric_limits<double>::quiet_NaN()}).high, 0);
}

TEST(SvgPicture, EscapesWhatTextsHold) {
    SvgPicture plot(10, 10, "a \"title\" & more");
    plot.text({1, 2}, "<b>", wdd::Anchor::middle);
    plot.circle({1, 2}, 3, "dot", "R&D");
    const std::string svg = std::move(plot).svg();
    EXPECT_THAT(svg, HasSubstr("<title>a &quot;title&quot; &amp; more</title>"));
    EXPECT_THAT(svg, HasSubstr(">&lt;b&gt;</text>"));
    EXPECT_THAT(svg, HasSubstr("<title>R&amp;D</title></circle>"));
}

TEST(SvgPicture, CapsAnIntervalAcrossItsLine) {
    SvgPicture upright(10, 10, "");
    upright.interval({5, 1}, {5, 9}, 4, "range");
    EXPECT_THAT(std::move(upright).svg(), HasSubstr(R"(x1="3.0" y1="9.0" x2="7.0" y2="9.0")"));
    SvgPicture flat(10, 10, "");
    flat.interval({1, 5}, {9, 5}, 4, "range");
    EXPECT_THAT(std::move(flat).svg(), HasSubstr(R"(x1="9.0" y1="3.0" x2="9.0" y2="7.0")"));
}

TEST(SvgPicture, KeepsItsTextsInside) {
    SvgPicture plot(100, 10, "T");
    plot.text({99, 5}, "12345", wdd::Anchor::middle);
    plot.text({-3, 5}, "1234", wdd::Anchor::start);
    const std::string svg = std::move(plot).svg();
    EXPECT_THAT(svg, HasSubstr(R"(x="79.5" y="5.0" text-anchor="middle")")); // 41 pixels
    EXPECT_THAT(svg, HasSubstr(R"(x="0.0" y="5.0" text-anchor="start")"));
}

TEST(SvgPicture, WithoutATitleIsNotRead) {
    EXPECT_THAT(SvgPicture(10, 10, "").svg(), HasSubstr(R"(aria-hidden="true")"));
    EXPECT_THAT(SvgPicture(10, 10, "T").svg(), HasSubstr(R"(role="img")"));
}

TEST(SvgPicture, LeavesOutLabelsOfAnAxisThatWouldTouch) {
    SvgPicture plot(100, 10, "T");
    plot.bottom_axis(Scale::linear(0, 4, 0, 100), 0, 5, {0, 1, 2, 3, 4},
                     {"1000", "1001", "1002", "1003", "1004"});
    const std::string svg = std::move(plot).svg(); // 33 pixels each, 25 apart
    EXPECT_THAT(svg, HasSubstr(">1002<"));
    EXPECT_THAT(svg, testing::Not(HasSubstr(">1001<")));
}

TEST(SvgPicture, MarksFourSeriesWithFourShapes) {
    std::set<std::string> shapes;
    for (std::size_t number = 0; number < 8; ++number) {
        SvgPicture plot(10, 10, "");
        plot.mark({5, 5}, number, "mark");
        shapes.insert(std::move(plot).svg());
    }
    EXPECT_EQ(shapes.size(), 4);
}

} // namespace
