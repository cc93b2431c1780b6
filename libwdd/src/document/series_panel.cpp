// SPDX-License-Identifier: MIT
#include "wdd/series_panel.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "document/number_text.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double panel_height = 104;
constexpr double panel_left = 2;
constexpr double panel_right = panel_picture - 4;
constexpr double panel_top = 22;
constexpr double panel_bottom = panel_height - 18;

/// "12,345", or "0.8" of what is small.
std::string tidy(double number) {
    constexpr double small = 10;
    return number < small ? plain(std::round(number * small) / small) : whole_number(number);
}

double largest_in(const SeriesPanel& panel) {
    double most = 0;
    for (const std::vector<double>* numbers : {&panel.values, &panel.expected, &panel.high}) {
        for (const double number : *numbers) {
            most = std::isfinite(number) ? std::max(most, number) : most;
        }
    }
    return most;
}

class PanelDrawing {
  public:
    explicit PanelDrawing(const SeriesPanel& panel)
        : m_panel(panel), m_most(largest_in(panel)),
          m_x(Scale::linear(0, std::max(1.0, static_cast<double>(panel.values.size()) - 1),
                            panel_left, panel_right)),
          m_y(Scale::linear(0, m_most > 0 ? m_most : 1, panel_bottom, panel_top)),
          m_picture(panel_picture, panel_height, panel.title, description()) {}

    std::string svg() && {
        for (const std::size_t step : m_panel.grid) {
            const double x = m_x.at(static_cast<double>(step));
            m_picture.line({x, panel_top}, {x, panel_bottom}, "grid");
        }
        m_picture.line({panel_left, panel_top}, {panel_right, panel_top}, "grid");
        m_picture.line({panel_left, panel_bottom}, {panel_right, panel_bottom}, "axis");
        draw_band();
        draw_line(m_panel.expected, "simulated");
        draw_line(m_panel.values, "panel-line");
        for (const std::size_t step : m_panel.marked) {
            m_picture.circle(at(step, m_panel.values.at(step)), 3.5, "panel-mark");
        }
        m_picture.text({panel_left, panel_top - 6}, tidy(m_most), Anchor::start, "soft");
        m_picture.text({panel_left, panel_height - 4}, m_panel.first, Anchor::start, "soft");
        m_picture.text({panel_right, panel_height - 4}, m_panel.last, Anchor::end, "soft");
        return std::move(m_picture).svg();
    }

  private:
    std::string description() const {
        double least = m_most;
        std::size_t gaps = 0;
        for (const double value : m_panel.values) {
            least = std::isfinite(value) ? std::min(least, value) : least;
            gaps += std::isfinite(value) ? 0 : 1;
        }
        std::string text = "From " + m_panel.first + " to " + m_panel.last + ": " + tidy(least) +
                           " to " + tidy(m_most) + ".";
        text += gaps > 0 ? " Missing: " + std::to_string(gaps) + "." : "";
        return m_panel.marked.empty()
                   ? text
                   : text + " Marked: " + std::to_string(m_panel.marked.size()) + ".";
    }

    Point at(std::size_t step, double value) const {
        return {m_x.at(static_cast<double>(step)), m_y.at(value)};
    }

    /// Calls `use` with each stretch of steps that have a number.
    template<class Use>
    void stretches(const std::vector<double>& numbers, const Use& use) {
        std::vector<std::size_t> steps;
        for (std::size_t step = 0; step <= numbers.size(); ++step) {
            if (step < numbers.size() && std::isfinite(numbers[step])) {
                steps.push_back(step);
            } else if (!steps.empty()) {
                use(std::exchange(steps, {}));
            }
        }
    }

    void draw_line(const std::vector<double>& numbers, const char* style) {
        stretches(numbers, [&](const std::vector<std::size_t>& steps) {
            std::vector<Point> points;
            points.reserve(steps.size());
            for (const std::size_t step : steps) {
                points.push_back(at(step, numbers[step]));
            }
            if (points.size() == 1) { // a line of one point would not be seen
                m_picture.line({points[0].x - 1.5, points[0].y}, {points[0].x + 1.5, points[0].y},
                               style);
            }
            m_picture.polyline(points, style);
        });
    }

    void draw_band() {
        stretches(m_panel.low, [&](const std::vector<std::size_t>& steps) {
            std::vector<Point> edge;
            edge.reserve(2 * steps.size());
            for (const std::size_t step : steps) {
                edge.push_back(at(step, m_panel.high.at(step)));
            }
            std::transform(steps.rbegin(), steps.rend(), std::back_inserter(edge),
                           [&](std::size_t step) { return at(step, m_panel.low[step]); });
            m_picture.polygon(edge, "band");
        });
    }

    const SeriesPanel& m_panel;
    double m_most;
    Scale m_x;
    Scale m_y;
    SvgPicture m_picture;
};

} // namespace

std::string series_panel_svg(const SeriesPanel& panel) {
    return PanelDrawing(panel).svg();
}

} // namespace wdd
