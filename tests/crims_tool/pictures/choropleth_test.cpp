// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/choropleth.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

using crims_tool::Choropleth;
using crims_tool::class_colours;
using crims_tool::draw_choropleth;
using crims_tool::PictureFormat;
using crims_tool::Shape;

namespace {

Choropleth small_map() {
    const Shape left{{{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}}};
    const Shape right{{{{1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}}}};
    return {.width = 400,
            .height = 400,
            .title = "Crime density, Somewhere",
            .subtitle = "May 2021",
            .zones = {{.shape = left, .colour_class = 0}, {.shape = right}},
            .boundary = left,
            .legend_title = "Crimes per km²",
            .class_labels = {"up to 10"},
            .boundary_label = "Somewhere",
            .notes = {"Crimes: a.csv."}};
}

/// WCAG's relative luminance.
double luminance(unsigned colour) {
    const auto linear = [colour](unsigned shift) {
        const double part = ((colour >> shift) & 0xffU) / 255.0;
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
}

} // namespace

TEST(Choropleth, is_a_png_of_the_size_that_was_asked_for) {
    const std::string png = draw_choropleth(small_map(), PictureFormat::png);
    ASSERT_GT(png.size(), 24U);
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
    EXPECT_EQ(png.substr(16, 8), std::string("\0\0\x01\x90\0\0\x01\x90", 8));
}

TEST(Choropleth, is_an_svg_with_a_path_for_each_zone) {
    const std::string svg = draw_choropleth(small_map(), PictureFormat::svg);
    EXPECT_NE(svg.find("<svg"), std::string::npos);
    EXPECT_NE(svg.find("400px"), std::string::npos);
    EXPECT_NE(svg.find("</svg>"), std::string::npos);
}

TEST(Choropleth, is_the_same_each_time) { // an SVG's ids count on within a process
    EXPECT_EQ(draw_choropleth(small_map(), PictureFormat::png),
              draw_choropleth(small_map(), PictureFormat::png));
}

TEST(Choropleth, refuses_what_cannot_be_drawn) {
    Choropleth empty = small_map();
    empty.zones.clear();
    EXPECT_THROW(draw_choropleth(empty, PictureFormat::png), std::invalid_argument);
    Choropleth latin1 = small_map();
    latin1.title = "caf\xe9";
    EXPECT_THROW(draw_choropleth(latin1, PictureFormat::png), std::runtime_error);
    Choropleth huge = small_map();
    huge.width = 100000;
    EXPECT_THROW(draw_choropleth(huge, PictureFormat::png), std::runtime_error);
}

TEST(Choropleth, draws_shapes_without_extent_and_texts_without_end) {
    Choropleth map = small_map();
    map.zones = {{.shape = {{{{5, 5}, {5, 5}, {5, 5}}}}, .colour_class = 0}};
    map.boundary = {};
    map.title = std::string(3000, 'W');
    map.notes = {std::string(3000, 'W'), ""};
    EXPECT_FALSE(draw_choropleth(map, PictureFormat::png).empty());
}

TEST(Choropleth, has_colours_that_darken_from_class_to_class) {
    for (std::size_t classes = 1; classes <= 9; ++classes) {
        const std::vector<unsigned> colours = class_colours(classes);
        ASSERT_EQ(colours.size(), classes);
        for (std::size_t i = 1; i < classes; ++i) {
            EXPECT_LT(luminance(colours[i]), luminance(colours[i - 1])) << i << " of " << classes;
        }
    }
    EXPECT_THROW(class_colours(0), std::invalid_argument);
    EXPECT_THROW(class_colours(10), std::invalid_argument);
}

TEST(Choropleth, has_the_published_colours_where_they_are_not_mixed) {
    EXPECT_EQ(class_colours(9).front(), 0xffffccU); // ColorBrewer 2.0, YlOrRd of 9 classes
    EXPECT_EQ(class_colours(9)[4], 0xfd8d3cU);
    EXPECT_EQ(class_colours(9).back(), 0x800026U);
    EXPECT_EQ(class_colours(5)[1], 0xfed976U);
}
