// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "message/histogram.hpp"
#include "message/number_text.hpp"

namespace wdd {

namespace {

/// Draws a histogram in a box of 720 by 300.
class SvgDrawing {
  public:
    explicit SvgDrawing(const Histogram& histogram)
        : m_histogram(histogram), m_high(edge(histogram, histogram.counts.size())) {
        for (const auto& heights : {histogram.counts, histogram.expected}) {
            for (const double height : heights) {
                m_tallest = std::max(m_tallest, height);
            }
        }
    }

    std::string svg() {
        m_svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="720" height="300" )"
                R"(viewBox="0 0 720 300" font-family="system-ui, sans-serif" font-size="13" )"
                R"(role="img">)"
                "\n<title>" +
                escaped(m_histogram.axis) + "</title>\n";
        draw_bars();
        draw_axis();
        draw_expected();
        draw_mark();
        return m_svg + "</svg>\n";
    }

  private:
    static constexpr double left = 45;
    static constexpr double right = 705;
    static constexpr double top = 40;
    static constexpr double bottom = 245;

    double x_of(double value) const {
        return left + (right - left) * (value - m_histogram.low) / (m_high - m_histogram.low);
    }

    double y_of(double count) const { return bottom - (bottom - top) * count / m_tallest; }

    static std::string number(double value) {
        std::string text = fixed(value, 1);
        std::erase(text, ',');
        return text;
    }

    static std::string attribute(const std::string& name, double value) {
        return " " + name + "=\"" + number(value) + "\"";
    }

    void line(double x1, double y1, double x2, double y2, const std::string& style) {
        m_svg += "<line" + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) +
                 attribute("y2", y2) + " " + style + "/>\n";
    }

    void text(double x, double y, const std::string& anchor, const std::string& content,
              const std::string& style = "") {
        m_svg += "<text" + attribute("x", x) + attribute("y", y) + " text-anchor=\"" + anchor +
                 "\" " + style + ">" + escaped(content) + "</text>\n";
    }

    void draw_bars() {
        for (std::size_t i = 0; i < m_histogram.counts.size(); ++i) {
            const double count = m_histogram.counts[i];
            if (count == 0) {
                continue;
            }
            const double from = x_of(edge(m_histogram, i));
            const double to = x_of(edge(m_histogram, i + 1));
            const bool in_tail = edge(m_histogram, i + 1) <= m_histogram.mark;
            m_svg += "<rect" + attribute("x", from + 0.5) + attribute("y", y_of(count)) +
                     attribute("width", to - from - 1) + attribute("height", bottom - y_of(count)) +
                     " fill=\"" + (in_tail ? "#c2562d" : "#9db7d5") + "\"/>\n";
        }
    }

    void draw_axis() {
        const std::string thin = R"(stroke="#57606a")";
        line(left, bottom, right, bottom, thin);
        constexpr double most_labels = 12;
        const double step = round_width((m_high - m_histogram.low) / most_labels);
        const int decimals = step < 1 ? 1 : 0;
        const auto first = static_cast<int>(std::ceil(m_histogram.low / step));
        for (int k = first; k * step <= m_high; ++k) {
            const double x = x_of(k * step);
            line(x, bottom, x, bottom + 5, thin);
            text(x, bottom + 19, "middle", fixed(k * step, decimals));
        }
        text((left + right) / 2, bottom + 42, "middle", m_histogram.axis);
        const double label = std::max(1.0, round_width(m_tallest / 2.5)); // never above the top
        line(left - 5, y_of(label), left, y_of(label), thin);
        line(left, top, left, bottom, thin);
        text(left - 8, y_of(label) + 4, "end", fixed(label, 0));
        text(left - 8, bottom + 4, "end", "0");
    }

    void draw_expected() {
        if (m_histogram.expected.empty()) {
            return;
        }
        std::string points;
        for (std::size_t i = 0; i < m_histogram.expected.size(); ++i) {
            const double middle = (edge(m_histogram, i) + edge(m_histogram, i + 1)) / 2;
            points += number(x_of(middle)) + "," + number(y_of(m_histogram.expected[i])) + " ";
        }
        m_svg += "<polyline points=\"" + points +
                 R"(" fill="none" stroke="#57606a" stroke-dasharray="4 3"/>)" + "\n";
        line(right - 125, 12, right - 100, 12, R"(stroke="#57606a" stroke-dasharray="4 3")");
        text(right - 94, 16, "start", m_histogram.expected_name);
    }

    void draw_mark() {
        const double x = x_of(m_histogram.mark);
        line(x, top - 14, x, bottom, R"(stroke="#1b1f24" stroke-width="2")");
        const bool on_the_left = x < (left + right) / 2;
        text(x + (on_the_left ? -2 : 2), top - 20, on_the_left ? "start" : "end",
             m_histogram.mark_name, R"(font-weight="600")");
    }

    const Histogram& m_histogram;
    double m_high;
    double m_tallest = 1;
    std::string m_svg;
};

} // namespace

std::string histogram_svg(const Histogram& histogram) {
    return SvgDrawing(histogram).svg();
}

} // namespace wdd
