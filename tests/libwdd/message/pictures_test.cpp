// SPDX-License-Identifier: MIT
#include "wdd/pictures.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "wdd/outline.hpp"
#include "wdd/svg.hpp"

namespace {

/// As drawn for a desk.
std::string drawn(const wdd::Figure& figure) {
    return figure.svg(wdd::broad_picture);
}

std::vector<std::string> names(const std::vector<wdd::Key>& keys) {
    std::vector<std::string> all;
    for (const wdd::Key& key : keys) {
        all.push_back(key.name);
    }
    return all;
}

using Strings = std::vector<std::string>;

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
    const wdd::Figure figure = wdd::dot_figure({.title = "T",
                                                .axis = "residual",
                                                .values = {-1, 0, 0, 0, 2.5},
                                                .mark = -4.2,
                                                .mark_name = "Response <area>"},
                                               "");
    const std::string svg = drawn(figure);
    EXPECT_EQ(figure.numbers.rows.front(), (Strings{"-1.0", "-0.5", "1"}));
    EXPECT_EQ(figure.numbers.rows.at(2), (Strings{"0.0", "0.5", "3"}));
    EXPECT_EQ(figure.numbers.rows.back(), (Strings{"Response <area>", "-4.20", ""}));
    EXPECT_EQ(times(svg, "class=\"dot\""), 5U);
    EXPECT_EQ(times(svg, "<circle"), 6U);
    EXPECT_EQ(times(svg, ">Response &lt;area&gt;</text>"), 1U);
    EXPECT_EQ(times(svg, "role=\"img\""), 1U);
    EXPECT_EQ(times(svg, "<desc>Response &lt;area&gt; at -4.20; 0 of 5 others are lower.</desc>"),
              1U);
    EXPECT_NE(svg.find(">-5<"), std::string::npos); // the axis reaches beyond the mark
}

/// Equal values would hide each other.
TEST(DotPlot, PutsEqualValuesAboveEachOther) {
    const std::string svg = drawn(wdd::dot_figure(
        {.title = "", .axis = "", .values = {1, 1}, .mark = 1, .mark_name = ""}, ""));
    std::vector<std::string> heights;
    for (auto at = svg.find("cy=\""); at != std::string::npos; at = svg.find("cy=\"", at + 1)) {
        heights.push_back(svg.substr(at, svg.find('"', at + 4) - at));
    }
    std::ranges::sort(heights);
    EXPECT_EQ(heights.size(), 3U);
    EXPECT_EQ(std::ranges::adjacent_find(heights), heights.end());
}

TEST(AreaMap, ColoursAreasByTheirResidual) {
    EXPECT_EQ(wdd::residual_style(-2), "fewer2");
    EXPECT_EQ(wdd::residual_style(-1), "fewer1");
    EXPECT_EQ(wdd::residual_style(0), "same");
    EXPECT_EQ(wdd::residual_style(1), "more1");
    EXPECT_EQ(wdd::residual_style(2), "more2");
    EXPECT_EQ(wdd::residual_keys().size(), 5U);
}

TEST(AreaMap, DrawsPlacesTheirKeysAndAScaleBar) {
    const auto at = [](double x) { return polygons::area({polygons::square(x, 0, 100)}); };
    const wdd::Figure figure = wdd::map_figure(
        {.title = "T",
         .description = "D",
         .places = {{at(0), "response", true}, {at(100), "control"}, {at(9900), "control"}},
         .keys = {{"response", "here"}, {"control", "there"}},
         .metres_a_unit = 1},
        "", {});
    const std::string svg = drawn(figure);
    EXPECT_EQ(times(svg, "<path"), 3U);
    EXPECT_EQ(times(svg, "class=\"place control\""), 2U);
    EXPECT_EQ(times(svg, "<circle"), 1U); // around the small one that is marked
    EXPECT_EQ(times(svg, "<text"), 0U);
    EXPECT_EQ(names(figure.keys), (Strings{"here", "there"}));
    EXPECT_EQ(figure.keys.back().style, "place control");
    ASSERT_TRUE(figure.scale_bar); // of 10 km on 628 of 640 pixels, at most three tenths
    EXPECT_EQ(figure.scale_bar->length, "2 km");
    EXPECT_NEAR(figure.scale_bar->share, 0.2 * 628 / 640, 1e-9);
    EXPECT_TRUE(figure.fits_any_width);
    EXPECT_EQ(times(svg, "<desc>D</desc>"), 1U);
}

wdd::MonthCounts month(int number, std::int64_t treated, std::int64_t control) {
    using namespace std::chrono;
    const year_month start = 2022y / January + months(number);
    return {{start / 1, sys_days{start / last}}, treated, control};
}

wdd::MonthPlot months() {
    using namespace std::chrono;
    wdd::MonthPlot plot{.title = "T",
                        .months = {},
                        .before = {2022y / 7 / 1, 2022y / 12 / 31},
                        .after = {2023y / 1 / 1, 2023y / 6 / 30},
                        .expected = 72};
    for (int number = 0; number < 18; ++number) {
        plot.months.push_back(month(number, 10 + number % 3, 20));
    }
    return plot;
}

TEST(MonthPlot, HasAMarkForEachMonthBothPeriodsAndWhatWasExpected) {
    const wdd::Figure figure = wdd::month_figure(months(), "");
    const std::string svg = drawn(figure);
    EXPECT_EQ(times(svg, "class=\"point response\""), 18U);
    EXPECT_EQ(times(svg, "class=\"point control\""), 18U);
    EXPECT_EQ(times(svg, "<polyline"), 2U);
    EXPECT_EQ(times(svg, "shade before"), 1U);
    EXPECT_EQ(times(svg, "shade after"), 1U);
    EXPECT_EQ(times(svg, "expected strong"), 1U);
    EXPECT_EQ(figure.keys.size(), 5U);
    EXPECT_EQ(figure.numbers.rows.size(), 18U);
    EXPECT_EQ(figure.numbers.rows.at(1), (Strings{"2022-02-01", "2022-02-28", "11", "20"}));
    EXPECT_EQ(times(svg, ">2023-01</text>"), 1U);
    EXPECT_EQ(times(svg, "10 to 12 a month in the response area, 20 to 20 in the control area. "
                         "Expected in the response area during the treatment: 12.0 a month."),
              1U);
}

TEST(MonthPlot, LeavesAGapWhereAMonthIsMissing) {
    wdd::MonthPlot plot = months();
    plot.months.erase(plot.months.begin() + 4);
    plot.expected.reset();
    const std::string svg = drawn(wdd::month_figure(plot, ""));
    EXPECT_EQ(times(svg, "<polyline"), 4U);
    EXPECT_EQ(times(svg, "expected"), 0U);
}

TEST(BarPlot, HasABarForEachCountAndSaysThemInWords) {
    const wdd::Figure figure = wdd::bar_figure(
        {"T", {{"Response area", 414, 274, 412}, {"Control area", 423, 409, std::nullopt}}}, "");
    const std::string svg = drawn(figure);
    EXPECT_EQ(times(svg, "<rect"), 5U);
    EXPECT_EQ(figure.numbers.rows.back(), (Strings{"Control area", "423", "409", ""}));
    EXPECT_EQ(times(svg, ">412</text>"), 1U);
    EXPECT_EQ(times(svg, "<desc>Response area: 414 before, 274 after, about 412 expected. "
                         "Control area: 423 before, 409 after.</desc>"),
              1U);
}

} // namespace
