// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "document/number_text.hpp"
#include "wdd/pictures.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double plot_left = 14;
constexpr double above_dots = 40; ///< room for the label of the mark
constexpr double below_axis = 46;
constexpr double dot_radius = 3.2;
constexpr double dot_step = 7;

/// Dots that would touch stand on each other.
class DotDrawing {
  public:
    DotDrawing(const DotPlot& plot, double width)
        : m_plot(plot), m_width(width), m_right(width - plot_left) {
        constexpr double usual = 3; // an axis as people know it from other areas
        std::vector<double> all = plot.values;
        all.push_back(plot.mark);
        const auto [least, most] = std::minmax_element(all.begin(), all.end());
        m_low = std::min(-usual, std::floor(*least));
        m_high = std::max(usual, std::ceil(*most));
        m_stacks.resize(static_cast<std::size_t>((m_right - plot_left) / dot_step) + 1);
        for (const double value : all) {
            ++m_stacks[column(value)];
        }
        const auto tallest = *std::max_element(m_stacks.begin(), m_stacks.end());
        m_axis = above_dots + dot_step * static_cast<double>(tallest + 1);
    }

    std::string svg() const {
        SvgPicture picture(m_width, m_axis + below_axis, m_plot.title, description());
        draw_axis(picture);
        draw_dots(picture);
        draw_mark(picture);
        return std::move(picture).svg();
    }

  private:
    std::string description() const {
        const auto lower = std::count_if(m_plot.values.begin(), m_plot.values.end(),
                                         [this](double value) { return value < m_plot.mark; });
        return m_plot.mark_name + " at " + fixed(m_plot.mark, 2) + "; " + std::to_string(lower) +
               " of " + std::to_string(m_plot.values.size()) + " others are lower.";
    }

    double x_of(double value) const {
        return plot_left + (m_right - plot_left) * (value - m_low) / (m_high - m_low);
    }

    std::size_t column(double value) const {
        return static_cast<std::size_t>((x_of(value) - plot_left) / dot_step);
    }

    double x_of_column(double value) const {
        return plot_left + dot_step * (static_cast<double>(column(value)) + 0.5);
    }

    void draw_axis(SvgPicture& picture) const {
        picture.line({plot_left, m_axis}, {m_right + dot_step, m_axis}, "axis");
        const double most_ticks = m_width > narrow_picture ? 14 : 8;
        const double step = std::ceil((m_high - m_low) / most_ticks);
        const auto last = static_cast<int>(std::floor(m_high / step));
        for (auto i = static_cast<int>(std::ceil(m_low / step)); i <= last; ++i) {
            const double tick = i * step;
            picture.line({x_of(tick), m_axis}, {x_of(tick), m_axis + 5}, "axis");
            picture.text({x_of(tick), m_axis + 19}, fixed(tick, 0), Anchor::middle);
        }
        picture.line({x_of(0), above_dots}, {x_of(0), m_axis}, "expected");
        picture.text({plot_left, m_axis + 38}, "← fewer than expected", Anchor::start, "soft");
        picture.text({m_right, m_axis + 38}, "more than expected →", Anchor::end, "soft");
    }

    void draw_dot(SvgPicture& picture, double x, std::size_t height, double radius,
                  const char* style) const {
        picture.circle({x, m_axis - dot_step * (static_cast<double>(height) + 0.5) - 1}, radius,
                       style);
    }

    /// The marked one is the lowest of its stack.
    void draw_dots(SvgPicture& picture) const {
        std::vector<std::size_t> heights(m_stacks.size(), 0);
        heights[column(m_plot.mark)] = 1;
        std::vector<double> ascending = m_plot.values;
        std::sort(ascending.begin(), ascending.end());
        for (const double value : ascending) {
            draw_dot(picture, x_of_column(value), heights[column(value)]++, dot_radius, "dot");
        }
    }

    void draw_mark(SvgPicture& picture) const {
        const double x = x_of_column(m_plot.mark);
        constexpr double marked_radius = 5;
        const double top = m_axis - dot_step * static_cast<double>(m_stacks[column(m_plot.mark)]);
        picture.line({x, above_dots - 16}, {x, top - 3}, "marked");
        draw_dot(picture, x, 0, marked_radius, "mark");
        const bool on_the_left = x < m_width / 2;
        picture.text({x + (on_the_left ? -2 : 2), above_dots - 22}, m_plot.mark_name,
                     on_the_left ? Anchor::start : Anchor::end, "strong");
    }

    const DotPlot& m_plot;
    double m_width;
    double m_right;
    double m_low = 0;
    double m_high = 0;
    double m_axis = 0; ///< height of the axis in the drawing
    std::vector<std::size_t> m_stacks;
};

/// How many areas have which residual, in steps of a half.
Table dot_numbers(const DotPlot& plot) {
    constexpr double halves = 2;
    if (plot.values.empty()) {
        return {};
    }
    const auto [least, most] = std::minmax_element(plot.values.begin(), plot.values.end());
    Table table{{"from", "to below", "areas"}, {}};
    const int lowest = static_cast<int>(std::floor(halves * *least));
    const int highest = static_cast<int>(std::floor(halves * *most));
    for (int low = lowest; low <= highest; ++low) {
        const auto areas =
            std::count_if(plot.values.begin(), plot.values.end(),
                          [low](double value) { return std::floor(halves * value) == low; });
        table.rows.push_back({fixed(low / halves, 1), fixed((low + 1) / halves, 1),
                              fixed(static_cast<double>(areas), 0)});
    }
    table.rows.push_back({plot.mark_name, fixed(plot.mark, 2), ""});
    return table;
}

} // namespace

Figure dot_figure(DotPlot plot, std::string caption) {
    Table numbers = dot_numbers(plot);
    caption += caption.empty() ? plot.axis : " " + plot.axis;
    return {.svg = [plot = std::move(plot)](double width) { return DotDrawing(plot, width).svg(); },
            .caption = std::move(caption),
            .keys = {},
            .scale_bar = {},
            .numbers = std::move(numbers)};
}

} // namespace wdd
