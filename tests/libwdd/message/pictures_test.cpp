// SPDX-License-Identifier: MIT
#include "wdd/pictures.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "wdd/outline.hpp"

namespace {

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

TEST(Outline, HasTheOuterRingAndTheHole) {
    const wdd::Area area =
        polygons::area({polygons::square(0, 0, 100), polygons::square(40, 40, 20)});
    const wdd::Outline rings = wdd::outline(area);
    ASSERT_EQ(rings.size(), 2U);
    EXPECT_EQ(rings[0].size(), 5U);
    EXPECT_EQ(rings[0].front(), rings[0].back());
    EXPECT_TRUE(std::ranges::all_of(
        rings[1], [](const auto& point) { return point.first >= 40 && point.first <= 60; }));
}

TEST(DotPlot, HasADotForEachValueAndTheMarkOverThem) {
    const std::string svg = wdd::dot_plot_svg({.title = "T",
                                               .axis = "residual",
                                               .values = {-1, 0, 0, 0, 2.5},
                                               .mark = -4.2,
                                               .mark_name = "Response <area>"});
    EXPECT_EQ(times(svg, "var(--dot)"), 5U);
    EXPECT_EQ(times(svg, "<circle"), 6U);
    EXPECT_EQ(times(svg, "Response &lt;area&gt;"), 1U);
    EXPECT_NE(svg.find(">-5<"), std::string::npos); // the axis reaches beyond the mark
}

/// Equal values would hide each other.
TEST(DotPlot, PutsEqualValuesAboveEachOther) {
    const std::string svg =
        wdd::dot_plot_svg({.title = "", .axis = "", .values = {1, 1}, .mark = 1, .mark_name = ""});
    std::vector<std::string> heights;
    for (auto at = svg.find("cy=\""); at != std::string::npos; at = svg.find("cy=\"", at + 1)) {
        heights.push_back(svg.substr(at, svg.find('"', at + 4) - at));
    }
    std::ranges::sort(heights);
    EXPECT_EQ(heights.size(), 3U);
    EXPECT_EQ(std::ranges::adjacent_find(heights), heights.end());
}

TEST(AreaMap, ColoursAreasByTheirResidual) {
    const auto at = [](double x, double residual) {
        return wdd::AreaMap::Place{polygons::area({polygons::square(x, 0, 100)}), residual};
    };
    const std::string svg =
        wdd::area_map_svg({.title = "T",
                           .places = {at(100, -2), at(200, -1), at(300, 0), at(400, 1), at(500, 2)},
                           .marked = at(0, -1.7),
                           .mark_name = "Response area"});
    EXPECT_EQ(times(svg, "<path"), 6U);
    const auto fills = [&svg](const std::string& name) {
        return times(svg, "fill=\"var(--" + name + ")\" fill-rule");
    };
    EXPECT_EQ(fills("fewer2"), 2U); // the response area, too
    EXPECT_EQ(fills("fewer1"), 1U);
    EXPECT_EQ(fills("same"), 1U);
    EXPECT_EQ(fills("more1"), 1U);
    EXPECT_EQ(fills("more2"), 1U);
    EXPECT_EQ(times(svg, "<rect"), 6U);
}

} // namespace
