// SPDX-License-Identifier: MIT
#include "wdd/forest_plot.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "message/number_text.hpp"
#include "message/picture_size.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double names_end = 160;
constexpr double forest_right = picture_width - 14;
constexpr double forest_top = 12;
constexpr double row_height = 22;
constexpr double below_rows = 50;

/// Cut to what fits beside the plot; a character of UTF-8 is not cut in two.
std::string short_name(const std::string& name) {
    constexpr std::size_t most = 21;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(name[i]) & 0xC0U) != 0x80U;
        if (begins && ++characters > most) {
            return name.substr(0, i) + "…";
        }
    }
    return name;
}

Scale scale_of(const ForestPlot& plot) {
    double low = 0;
    double high = 0;
    for (const ForestPlot::Row& row : plot.rows) {
        low = std::min(low, row.low);
        high = std::max(high, row.high);
    }
    constexpr double room = 0.03;
    const double width = std::max(high - low, 1.0);
    return Scale::linear(low - room * width, high + room * width, names_end, forest_right);
}

std::string forest_in_words(const ForestPlot& plot) {
    std::string text;
    for (const ForestPlot::Row& row : plot.rows) {
        text += (text.empty() ? "" : "; ") + row.name + " " + fixed(row.estimate, 0) + " (" +
                fixed(row.low, 0) + " to " + fixed(row.high, 0) + ")";
    }
    return text + ".";
}

void draw_row(SvgPicture& picture, const Scale& scale, const ForestPlot::Row& row, double y) {
    constexpr double letters_down = 5;
    constexpr double cap = 4;
    constexpr double small_mark = 4;
    constexpr double large_mark = 5.5;
    const char* style = row.is_sum ? "marked strong" : "axis";
    picture.text({names_end - 8, y + letters_down}, short_name(row.name), Anchor::end,
                 row.is_sum ? "strong" : "");
    picture.interval({scale.at(row.low), y}, {scale.at(row.high), y}, cap, style);
    picture.circle({scale.at(row.estimate), y}, row.is_sum ? large_mark : small_mark,
                   row.is_sum ? "mark" : "dot",
                   row.name + ": " + fixed(row.estimate, 0) + " (" + fixed(row.low, 0) + " to " +
                       fixed(row.high, 0) + ")");
}

} // namespace

std::string forest_plot_svg(const ForestPlot& plot) {
    const double bottom = forest_top + row_height * static_cast<double>(plot.rows.size());
    SvgPicture picture(picture_width, bottom + below_rows, plot.title, forest_in_words(plot));
    const Scale scale = scale_of(plot);
    constexpr std::size_t few = 5;
    const std::vector<double> ticks = scale.ticks(few);
    std::vector<std::string> labels;
    labels.reserve(ticks.size());
    for (const double tick : ticks) {
        labels.push_back(with_sign(tick));
    }
    picture.bottom_axis(scale, forest_top, bottom, ticks, labels);
    picture.line({scale.at(0), forest_top}, {scale.at(0), bottom}, "expected");
    picture.text({names_end, bottom + 40}, "← fewer than expected", Anchor::start, "soft");
    picture.text({forest_right, bottom + 40}, "more than expected →", Anchor::end, "soft");
    double y = forest_top + row_height / 2;
    for (const ForestPlot::Row& row : plot.rows) {
        draw_row(picture, scale, row, y);
        y += row_height;
    }
    return std::move(picture).svg();
}

} // namespace wdd
