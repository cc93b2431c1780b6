// SPDX-License-Identifier: MIT
#include "wdd/forest_plot.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "document/number_text.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double forest_top = 12;
constexpr double row_height = 22;
constexpr double below_rows = 48;

/// Where names end and where the plot ends.
struct ForestFrame {
    double names_end;
    double right;
};

ForestFrame frame_of(double width) {
    constexpr double names_share = 0.36;
    constexpr double most = 190;
    constexpr double margin = 14;
    return {std::min(most, names_share * width), width - margin};
}

/// Cut to what fits beside the plot; a character of UTF-8 is not cut in two.
std::string short_name(const std::string& name, double room) {
    std::string shorter = name;
    while (letters_width(shorter) > room) {
        std::size_t end = shorter.size() - 1;
        while (end > 0 && (static_cast<unsigned char>(shorter[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        shorter.resize(end);
    }
    return shorter == name ? name : shorter + "…";
}

Scale scale_of(const ForestPlot& plot, const ForestFrame& frame) {
    double low = 0;
    double high = 0;
    for (const ForestPlot::Row& row : plot.rows) {
        low = std::min(low, row.low);
        high = std::max(high, row.high);
    }
    constexpr double room = 0.03;
    const double width = std::max(high - low, 1.0);
    return Scale::linear(low - room * width, high + room * width, frame.names_end, frame.right);
}

std::string forest_in_words(const ForestPlot& plot) {
    std::string text;
    for (const ForestPlot::Row& row : plot.rows) {
        text += (text.empty() ? "" : "; ") + row.name + " " + fixed(row.estimate, 0) + " (" +
                fixed(row.low, 0) + " to " + fixed(row.high, 0) + ")";
    }
    return text + ".";
}

void draw_row(SvgPicture& picture, const Scale& scale, const ForestPlot::Row& row, double y,
              double names_end) {
    constexpr double letters_down = 5;
    constexpr double cap = 4;
    constexpr double small_mark = 4;
    constexpr double large_mark = 5.5;
    const char* style = row.is_sum ? "marked strong" : "axis";
    picture.text({names_end - 8, y + letters_down}, short_name(row.name, names_end - 12),
                 Anchor::end, row.is_sum ? "strong" : "");
    picture.interval({scale.at(row.low), y}, {scale.at(row.high), y}, cap, style);
    picture.circle({scale.at(row.estimate), y}, row.is_sum ? large_mark : small_mark,
                   row.is_sum ? "mark" : "dot",
                   row.name + ": " + fixed(row.estimate, 0) + " (" + fixed(row.low, 0) + " to " +
                       fixed(row.high, 0) + ")");
}

std::string forest_svg(const ForestPlot& plot, double width) {
    const ForestFrame frame = frame_of(width);
    const double bottom = forest_top + row_height * static_cast<double>(plot.rows.size());
    SvgPicture picture(width, bottom + below_rows, plot.title, forest_in_words(plot));
    const Scale scale = scale_of(plot, frame);
    constexpr std::size_t few = 5;
    const std::vector<double> ticks = scale.ticks(few);
    std::vector<std::string> labels;
    labels.reserve(ticks.size());
    for (const double tick : ticks) {
        labels.push_back(with_sign(tick));
    }
    picture.bottom_axis(scale, forest_top, bottom, ticks, labels);
    picture.line({scale.at(0), forest_top}, {scale.at(0), bottom}, "expected");
    picture.text({0, bottom + 40}, "← fewer than expected", Anchor::start, "soft");
    picture.text({frame.right, bottom + 40}, "more →", Anchor::end, "soft");
    double y = forest_top + row_height / 2;
    for (const ForestPlot::Row& row : plot.rows) {
        draw_row(picture, scale, row, y, frame.names_end);
        y += row_height;
    }
    return std::move(picture).svg();
}

} // namespace

Figure forest_figure(ForestPlot plot, std::string caption) {
    Table numbers{{"", "difference", "from", "to"}, {}};
    for (const ForestPlot::Row& row : plot.rows) {
        numbers.rows.push_back({row.name, with_sign(std::round(row.estimate)),
                                with_sign(std::round(row.low)), with_sign(std::round(row.high))});
    }
    return {.svg = [plot = std::move(plot)](double width) { return forest_svg(plot, width); },
            .caption = std::move(caption),
            .keys = {},
            .scale_bar = {},
            .numbers = std::move(numbers)};
}

} // namespace wdd
