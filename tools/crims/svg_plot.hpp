// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace crims_tool {

struct PlotPoint {
    double x = 0;
    double y = 0;
};

/// How a line is drawn.
struct Stroke {
    std::string_view colour = "#1b1f24";
    double width = 1;
    std::string_view dash = {}; ///< "6 4"; empty: none
};

/// An axis from `first` to `last` with a line at each tick.
struct PlotAxis {
    double first = 0;
    double last = 1;
    std::vector<double> ticks = {};
    std::function<std::string(double)> label = {};
    std::string title = {};
};

/// A diagram as inline SVG that grows with its page. Coordinates are those of the data; what lies
/// outside of the axes is cut off.
class SvgPlot {
  public:
    /// `describes`: what it shows, for those who cannot see it.
    SvgPlot(PlotAxis x, PlotAxis y, std::string_view describes);

    void line(const std::vector<PlotPoint>& points, const Stroke& stroke);

    /// A vertical bar with caps: an interval.
    void interval(double x, double low, double high, const Stroke& stroke);

    /// Marks with a shape of its own for each number, so that colour is not all that tells them
    /// apart.
    void mark(PlotPoint at, std::size_t shape, std::string_view colour);
    void box(PlotPoint low, PlotPoint high, std::string_view fill);

    /// `anchor`: start, middle or end; `dy` moves it down, in pixels.
    void text(PlotPoint at, std::string_view text, std::string_view anchor, double dy = 0,
              std::string_view colour = "#1b1f24");

    std::string svg() const;

  private:
    double px(double x) const;
    double py(double y) const;
    static std::string style(const Stroke& stroke);
    void draw_axes();

    PlotAxis m_x;
    PlotAxis m_y;
    std::string m_describes;
    std::string m_behind; ///< axes and grid
    std::string m_content;
};

} // namespace crims_tool
