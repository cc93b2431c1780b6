// SPDX-License-Identifier: MIT
#include "wdd/series_panel.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

TEST(SeriesPanel, BreaksWhereThereIsNoNumberAndSaysWhatItShows) {
    const std::string svg = wdd::series_panel_svg({.title = "Burglary",
                                                   .values = {10, 12, none, 1234, 8},
                                                   .marked = {3},
                                                   .grid = {2},
                                                   .first = "2020-11",
                                                   .last = "2021-03"});
    EXPECT_EQ(count(svg, "class=\"panel-line\""), 2U);
    EXPECT_EQ(count(svg, "class=\"panel-mark\""), 1U);
    EXPECT_THAT(svg, HasSubstr("<title>Burglary</title><desc>From 2020-11 to 2021-03: 8 to 1,234. "
                               "Missing: 1. Marked: 1.</desc>"));
    EXPECT_THAT(svg, HasSubstr(">1,234</text>"));
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(SeriesPanel, HasABandWithALineInIt) {
    const std::string svg = wdd::series_panel_svg({.title = "T",
                                                   .values = {1, 2},
                                                   .expected = {1, 2},
                                                   .low = {0.5, 1.5},
                                                   .high = {1.5, 9},
                                                   .first = "a",
                                                   .last = "b"});
    EXPECT_EQ(count(svg, "<polygon"), 1U);
    EXPECT_EQ(count(svg, "class=\"simulated\""), 1U);
    EXPECT_THAT(svg, HasSubstr(">9</text>"));
}

TEST(SeriesPanel, OfNothingIsStillAPicture) {
    const std::string svg =
        wdd::series_panel_svg({.title = "T", .values = {none}, .first = "a", .last = "b"});
    EXPECT_THAT(svg, HasSubstr("</svg>"));
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(SeriesPanel, OfOneMonthCanBeSeen) {
    EXPECT_THAT(wdd::series_panel_svg({.title = "T", .values = {5}, .first = "a", .last = "a"}),
                HasSubstr("class=\"panel-line\""));
}

} // namespace
