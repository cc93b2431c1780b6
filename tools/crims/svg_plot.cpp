// SPDX-License-Identifier: MIT
#include "svg_plot.hpp"

#include <array>

#include <fmt/format.h>

#include "common/xml_text.hpp"

namespace crims_tool {

namespace {

constexpr double width = 720;
constexpr double height = 400;
constexpr double left = 78;
constexpr double right = 18;
constexpr double top = 16;
constexpr double bottom = 52;
constexpr double mark_size = 4.5;

} // namespace

SvgPlot::SvgPlot(PlotAxis x, PlotAxis y, std::string_view describes)
    : m_x(std::move(x)), m_y(std::move(y)), m_describes(toolkit::xml_escaped(describes)) {
    draw_axes();
}

double SvgPlot::px(double x) const {
    return left + ((x - m_x.first) / (m_x.last - m_x.first) * (width - left - right));
}

double SvgPlot::py(double y) const {
    return height - bottom - ((y - m_y.first) / (m_y.last - m_y.first) * (height - top - bottom));
}

std::string SvgPlot::style(const Stroke& stroke) {
    return fmt::format(R"(stroke="{}" stroke-width="{:g}"{})", stroke.colour, stroke.width,
                       stroke.dash.empty() ? ""
                                           : fmt::format(R"( stroke-dasharray="{}")", stroke.dash));
}

void SvgPlot::draw_axes() {
    constexpr double tick_text = 18;
    constexpr double baseline = 4;
    for (const double tick : m_x.ticks) {
        m_behind += fmt::format(
            R"(<line x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}" class="grid"/>)"
            R"(<text x="{0:.1f}" y="{3:.1f}" text-anchor="middle">{4}</text>)"
            "\n",
            px(tick), top, height - bottom, height - bottom + tick_text,
            toolkit::xml_escaped(m_x.label(tick)));
    }
    for (const double tick : m_y.ticks) {
        m_behind += fmt::format(
            R"(<line x1="{0:.1f}" x2="{1:.1f}" y1="{2:.1f}" y2="{2:.1f}" class="grid"/>)"
            R"(<text x="{3:.1f}" y="{4:.1f}" text-anchor="end">{5}</text>)"
            "\n",
            left, width - right, py(tick), left - 8, py(tick) + baseline,
            toolkit::xml_escaped(m_y.label(tick)));
    }
    m_behind += fmt::format(R"(<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" class="axis"/>)"
                            "\n",
                            left, width - right, height - bottom);
    m_behind +=
        fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>)"
                    "\n",
                    (left + width - right) / 2, height - 8, toolkit::xml_escaped(m_x.title));
    m_behind += fmt::format(R"-(<text transform="translate(14 {:.1f}) rotate(-90)" )-"
                            R"(text-anchor="middle">{}</text>)"
                            "\n",
                            (top + height - bottom) / 2, toolkit::xml_escaped(m_y.title));
}

void SvgPlot::line(const std::vector<PlotPoint>& points, const Stroke& stroke) {
    m_content += R"(<polyline fill="none" points=")";
    for (const PlotPoint& point : points) {
        m_content += fmt::format("{:.1f},{:.1f} ", px(point.x), py(point.y));
    }
    m_content += fmt::format(R"(" {}/>)"
                             "\n",
                             style(stroke));
}

void SvgPlot::interval(double x, double low, double high, const Stroke& stroke) {
    constexpr double cap = 4;
    m_content +=
        fmt::format(R"(<path fill="none" d="M{0:.1f} {3:.1f}H{1:.1f}M{2:.1f} {3:.1f}V{4:.1f})"
                    R"(M{0:.1f} {4:.1f}H{1:.1f}" {5}/>)"
                    "\n",
                    px(x) - cap, px(x) + cap, px(x), py(low), py(high), style(stroke));
}

void SvgPlot::mark(PlotPoint at, std::size_t shape, std::string_view colour) {
    constexpr std::size_t shapes = 4;
    const double x = px(at.x);
    const double y = py(at.y);
    constexpr double r = mark_size;
    switch (shape % shapes) {
    case 0:
        m_content += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{}" fill="{}"/>)"
                                 "\n",
                                 x, y, r, colour);
        break;
    case 1:
        m_content += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{}" height="{}" fill="{}"/>)"
                                 "\n",
                                 x - r, y - r, 2 * r, 2 * r, colour);
        break;
    case 2:
        m_content += fmt::format(R"(<path d="M{:.1f} {:.1f}l{} {}h{}z" fill="{}"/>)"
                                 "\n",
                                 x, y - r - 1, r + 1, 2 * r + 1, -2 * (r + 1), colour);
        break;
    default:
        m_content += fmt::format(R"(<path d="M{:.1f} {:.1f}l{} {}l{} {}l{} {}z" fill="{}"/>)"
                                 "\n",
                                 x, y - r - 1, r + 1, r + 1, -r - 1, r + 1, -r - 1, -r - 1, colour);
    }
}

void SvgPlot::box(PlotPoint low, PlotPoint high, std::string_view fill) {
    m_content +=
        fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>)"
                    "\n",
                    px(low.x), py(high.y), px(high.x) - px(low.x), py(low.y) - py(high.y), fill);
}

void SvgPlot::text(PlotPoint at, std::string_view text, std::string_view anchor, double dy,
                   std::string_view colour) {
    m_content += fmt::format(
        R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}" fill="{}" class="note">{}</text>)"
        "\n",
        px(at.x), py(at.y) + dy, anchor, colour, toolkit::xml_escaped(text));
}

std::string SvgPlot::svg() const {
    return fmt::format(
        "<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\"><title>{2}</title>\n{3}{4}"
        "</svg>\n",
        width, height, m_describes, m_behind, m_content);
}

} // namespace crims_tool
