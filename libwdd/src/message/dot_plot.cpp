// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "message/number_text.hpp"
#include "message/svg_text.hpp"
#include "wdd/pictures.hpp"

namespace wdd {

namespace {

constexpr double plot_width = 720;
constexpr double plot_left = 20;
constexpr double plot_right = 700;
constexpr double above_dots = 40; ///< room for the label of the mark
constexpr double below_axis = 62;
constexpr double dot_radius = 3.2;
constexpr double dot_step = 7;

/// Dots that would touch stand on each other.
class DotDrawing {
  public:
    explicit DotDrawing(const DotPlot& plot) : m_plot(plot) {
        constexpr double usual = 3; // an axis as people know it from other areas
        std::vector<double> all = plot.values;
        all.push_back(plot.mark);
        const auto [least, most] = std::minmax_element(all.begin(), all.end());
        m_low = std::min(-usual, std::floor(*least));
        m_high = std::max(usual, std::ceil(*most));
        m_stacks.resize(static_cast<std::size_t>((plot_right - plot_left) / dot_step) + 1);
        for (const double value : all) {
            ++m_stacks[column(value)];
        }
        const auto tallest = *std::max_element(m_stacks.begin(), m_stacks.end());
        m_axis = above_dots + dot_step * static_cast<double>(tallest + 1);
    }

    std::string svg() {
        m_svg = svg_start(plot_width, m_axis + below_axis, m_plot.title);
        draw_axis();
        draw_dots();
        draw_mark();
        return m_svg + "</svg>\n";
    }

  private:
    double x_of(double value) const {
        return plot_left + (plot_right - plot_left) * (value - m_low) / (m_high - m_low);
    }

    std::size_t column(double value) const {
        return static_cast<std::size_t>((x_of(value) - plot_left) / dot_step);
    }

    double x_of_column(double value) const {
        return plot_left + dot_step * (static_cast<double>(column(value)) + 0.5);
    }

    void draw_axis() {
        m_svg += svg_line(plot_left, m_axis, plot_right + dot_step, m_axis, "stroke='var(--soft)'");
        constexpr double most_ticks = 14;
        const double step = std::ceil((m_high - m_low) / most_ticks);
        const auto last = static_cast<int>(std::floor(m_high / step));
        for (auto i = static_cast<int>(std::ceil(m_low / step)); i <= last; ++i) {
            const double tick = i * step;
            m_svg += svg_line(x_of(tick), m_axis, x_of(tick), m_axis + 5, "stroke='var(--soft)'");
            m_svg += svg_text(x_of(tick), m_axis + 19, "middle", fixed(tick, 0));
        }
        m_svg += svg_line(x_of(0), above_dots, x_of(0), m_axis,
                          "stroke='var(--soft)' stroke-dasharray='3 4'");
        constexpr const char* quiet = "fill='var(--soft)'";
        m_svg += svg_text(plot_left, m_axis + 38, "start", "← fewer than expected", quiet);
        m_svg += svg_text(plot_right, m_axis + 38, "end", "more than expected →", quiet);
        m_svg += svg_text((plot_left + plot_right) / 2, m_axis + 56, "middle", m_plot.axis);
    }

    void draw_dot(double x, std::size_t height, double radius, const std::string& fill) {
        const double y = m_axis - dot_step * (static_cast<double>(height) + 0.5) - 1;
        m_svg += "<circle cx=\"" + coordinate(x) + "\" cy=\"" + coordinate(y) + "\" r=\"" +
                 coordinate(radius) + "\" fill=\"var(--" + fill + ")\"/>\n";
    }

    /// The marked one is the lowest of its stack.
    void draw_dots() {
        std::vector<std::size_t> heights(m_stacks.size(), 0);
        heights[column(m_plot.mark)] = 1;
        std::vector<double> ascending = m_plot.values;
        std::sort(ascending.begin(), ascending.end());
        for (const double value : ascending) {
            draw_dot(x_of_column(value), heights[column(value)]++, dot_radius, "dot");
        }
    }

    void draw_mark() {
        const double x = x_of_column(m_plot.mark);
        constexpr double marked_radius = 5;
        const double top = m_axis - dot_step * static_cast<double>(m_stacks[column(m_plot.mark)]);
        m_svg += svg_line(x, above_dots - 16, x, top - 3, "stroke='var(--mark)'");
        draw_dot(x, 0, marked_radius, "mark");
        const bool on_the_left = x < (plot_left + plot_right) / 2;
        m_svg += svg_text(x + (on_the_left ? -2 : 2), above_dots - 22,
                          on_the_left ? "start" : "end", m_plot.mark_name, "font-weight='600'");
    }

    const DotPlot& m_plot;
    double m_low = 0;
    double m_high = 0;
    double m_axis = 0; ///< height of the axis in the drawing
    std::vector<std::size_t> m_stacks;
    std::string m_svg;
};

} // namespace

std::string dot_plot_svg(const DotPlot& plot) {
    return DotDrawing(plot).svg();
}

} // namespace wdd
