// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "message/number_text.hpp"
#include "message/picture_size.hpp"
#include "wdd/pictures.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double bars_height = 270;
constexpr double bars_top = 24;
constexpr double bars_bottom = bars_height - 56;
constexpr double bar_width = 42;
constexpr double bar_gap = 4;

struct Bar {
    double value;
    const char* style;
};

std::vector<Bar> bars_of(const BarPlot::Group& group) {
    std::vector<Bar> bars{{group.before, "before"}, {group.after, "after"}};
    if (group.expected) {
        bars.push_back({*group.expected, "expected"});
    }
    return bars;
}

double tallest_bar(const BarPlot& plot) {
    double most = 1;
    for (const BarPlot::Group& group : plot.groups) {
        for (const Bar& bar : bars_of(group)) {
            most = std::max(most, bar.value);
        }
    }
    return most;
}

std::string bars_in_words(const BarPlot& plot) {
    std::string text;
    for (const BarPlot::Group& group : plot.groups) {
        text += (text.empty() ? "" : " ") + group.name + ": " + fixed(group.before, 0) +
                " before, " + fixed(group.after, 0) + " after" +
                (group.expected ? ", about " + fixed(*group.expected, 0) + " expected." : ".");
    }
    return text;
}

void draw_group(SvgPicture& picture, const Scale& y, const BarPlot::Group& group, double middle) {
    const std::vector<Bar> bars = bars_of(group);
    const auto count = static_cast<double>(bars.size());
    double x = middle - (count * bar_width + (count - 1) * bar_gap) / 2;
    for (const Bar& bar : bars) {
        const double top = y.at(bar.value);
        picture.rectangle({x, top}, bar_width, bars_bottom - top, std::string("bar ") + bar.style);
        picture.text({x + bar_width / 2, top - 5}, fixed(bar.value, 0), Anchor::middle);
        x += bar_width + bar_gap;
    }
    picture.text({middle, bars_bottom + 20}, group.name, Anchor::middle);
}

} // namespace

std::string bar_plot_svg(const BarPlot& plot) {
    SvgPicture picture(picture_width, bars_height, plot.title, bars_in_words(plot));
    const Scale y = Scale::linear(0, tallest_bar(plot), bars_bottom, bars_top);
    const double step = picture_width / static_cast<double>(plot.groups.size());
    double middle = step / 2;
    for (const BarPlot::Group& group : plot.groups) {
        draw_group(picture, y, group, middle);
        middle += step;
    }
    picture.line({0, bars_bottom}, {picture_width, bars_bottom}, "axis");
    constexpr std::array names{std::pair{"before", "before"}, std::pair{"after", "after"},
                               std::pair{"expected", "expected after"}};
    const bool any_expected =
        std::any_of(plot.groups.begin(), plot.groups.end(),
                    [](const BarPlot::Group& group) { return group.expected.has_value(); });
    double x = 0;
    for (std::size_t i = 0; i < (any_expected ? 3U : 2U); ++i) {
        constexpr double column = 120;
        picture.rectangle({x + 1, bars_height - 15}, 18, 13,
                          std::string("bar ") + names.at(i).first);
        picture.text({x + 26, bars_height - 4}, names.at(i).second, Anchor::start);
        x += column;
    }
    return std::move(picture).svg();
}

} // namespace wdd
