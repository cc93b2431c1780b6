// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>
#include <vector>

#include "document/number_text.hpp"
#include "wdd/pictures.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double bars_height = 240;
constexpr double bars_top = 24;
constexpr double bars_bottom = bars_height - 30;
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

/// In the middle of a room that is so wide.
void draw_group(SvgPicture& picture, const Scale& y, const BarPlot::Group& group, double middle,
                double room) {
    constexpr double widest = 46;
    constexpr double around = 16;
    const std::vector<Bar> bars = bars_of(group);
    const double bar_width =
        std::min(widest, (room - around) / static_cast<double>(bars.size()) - bar_gap);
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

std::string bars_svg(const BarPlot& plot, double width) {
    SvgPicture picture(width, bars_height, plot.title, bars_in_words(plot));
    const Scale y = Scale::linear(0, tallest_bar(plot), bars_bottom, bars_top);
    const double step = width / static_cast<double>(plot.groups.size());
    double middle = step / 2;
    for (const BarPlot::Group& group : plot.groups) {
        draw_group(picture, y, group, middle, step);
        middle += step;
    }
    picture.line({0, bars_bottom}, {width, bars_bottom}, "axis");
    return std::move(picture).svg();
}

Table bar_numbers(const BarPlot& plot, bool any_expected) {
    Table table{{"", "before", "after"}, {}};
    if (any_expected) {
        table.header.emplace_back("expected after");
    }
    for (const BarPlot::Group& group : plot.groups) {
        std::vector<std::string>& row = table.rows.emplace_back(
            std::vector{group.name, fixed(group.before, 0), fixed(group.after, 0)});
        if (any_expected) {
            row.push_back(group.expected ? fixed(*group.expected, 0) : "");
        }
    }
    return table;
}

} // namespace

Figure bar_figure(BarPlot plot, std::string caption) {
    const bool any_expected =
        std::any_of(plot.groups.begin(), plot.groups.end(),
                    [](const BarPlot::Group& group) { return group.expected.has_value(); });
    std::vector<Key> keys{{"bar before", "before"}, {"bar after", "after"}};
    if (any_expected) {
        keys.push_back({"bar expected", "expected after"});
    }
    Table numbers = bar_numbers(plot, any_expected);
    return {.svg = [plot = std::move(plot)](double width) { return bars_svg(plot, width); },
            .caption = std::move(caption),
            .keys = std::move(keys),
            .numbers = std::move(numbers)};
}

} // namespace wdd
