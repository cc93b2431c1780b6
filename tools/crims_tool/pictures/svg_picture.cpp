// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/svg_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace crims_tool {

namespace {

constexpr double ten = 10;

/// A tenth of a pixel is as fine as anybody sees.
std::string coordinates(const std::vector<Point>& points) {
    std::string text;
    for (const Point& point : points) {
        text += fmt::format("{}{:.1f},{:.1f}", text.empty() ? "" : " ", point.x, point.y);
    }
    return text;
}

} // namespace

Scale::Scale(double low, double high, double from, double to, bool is_log)
    : m_low(low), m_high(high), m_from(from), m_to(to), m_is_log(is_log) {}

Scale Scale::linear(double low, double high, double from, double to) {
    return {low, high, from, to, false};
}

Scale Scale::logarithmic(double low, double high, double from, double to) {
    return {low, high, from, to, true};
}

double Scale::at(double number) const {
    const double share = m_is_log
                             ? std::log(std::max(number, m_low) / m_low) / std::log(m_high / m_low)
                             : (number - m_low) / (m_high - m_low);
    return m_from + (share * (m_to - m_from));
}

std::vector<double> Scale::ticks(std::size_t wanted) const {
    constexpr std::array<double, 3> steps{1, 2, 5};
    constexpr double slack = 1e-9;
    std::vector<double> ticks;
    if (m_is_log) {
        const bool few = m_high / m_low < std::pow(ten, static_cast<double>(wanted) / 2);
        const auto last = static_cast<int>(std::floor(std::log10(m_high)));
        for (auto digits = static_cast<int>(std::floor(std::log10(m_low))); digits <= last;
             ++digits) {
            const double power = std::pow(ten, digits);
            for (const double step : steps) {
                const double tick = power * step;
                if ((few || step == 1) && tick >= m_low * (1 - slack) &&
                    tick <= m_high * (1 + slack)) {
                    ticks.push_back(tick);
                }
            }
        }
        return ticks;
    }
    const double rough = (m_high - m_low) / static_cast<double>(std::max<std::size_t>(wanted, 1));
    const double power = std::pow(ten, std::floor(std::log10(rough)));
    double step = ten * power;
    for (const double one : steps) {
        if (one * power >= rough * (1 - slack)) {
            step = one * power;
            break;
        }
    }
    const auto first = std::llround(std::ceil((m_low / step) - slack));
    const auto last = std::llround(std::floor((m_high / step) + slack));
    for (auto number = first; number <= last; ++number) {
        ticks.push_back(static_cast<double>(number) * step);
    }
    return ticks;
}

AxisRange axis_range(const std::vector<double>& numbers) {
    constexpr double room = 0.08;
    std::vector<double> finite;
    std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(finite),
                 [](double number) { return std::isfinite(number); });
    if (finite.empty()) {
        return {};
    }
    const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
    const bool from_zero = *low <= *high / 2;
    const double start = from_zero ? std::min(0.0, *low) : *low;
    const double length = *high > start ? *high - start : 1;
    return {from_zero ? start : start - (room * length), start + ((1 + room) * length)};
}

SvgPicture::SvgPicture(double width, double height, std::string_view title)
    : m_svg(fmt::format(
          "<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" role=\"img\" aria-label=\"{2}\">\n",
          width, height, toolkit::xml_escaped(title))) {}

void SvgPicture::add(std::string_view element, std::string_view attributes, std::string_view style,
                     std::string_view hint) {
    m_svg += fmt::format("<{} {}", element, attributes);
    if (!style.empty()) {
        m_svg += fmt::format(" class=\"{}\"", style);
    }
    m_svg += hint.empty()
                 ? "/>\n"
                 : fmt::format("><title>{}</title></{}>\n", toolkit::xml_escaped(hint), element);
}

void SvgPicture::line(Point from, Point to, std::string_view style) {
    add("line",
        fmt::format(R"(x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}")", from.x, from.y, to.x,
                    to.y),
        style);
}

void SvgPicture::polyline(const std::vector<Point>& points, std::string_view style) {
    if (!points.empty()) {
        add("polyline", fmt::format("points=\"{}\"", coordinates(points)), style);
    }
}

void SvgPicture::polygon(const std::vector<Point>& points, std::string_view style) {
    if (!points.empty()) {
        add("polygon", fmt::format("points=\"{}\"", coordinates(points)), style);
    }
}

void SvgPicture::shape(const Shape& shape, std::string_view style, std::string_view hint) {
    std::string path;
    for (const Ring& ring : shape.rings) {
        path += "M" + coordinates(ring) + "Z";
    }
    add("path", fmt::format(R"(fill-rule="evenodd" d="{}")", path), style, hint);
}

void SvgPicture::rectangle(Point corner, double width, double height, std::string_view style) {
    add("rect",
        fmt::format(R"(x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}")", corner.x, corner.y,
                    width, height),
        style);
}

void SvgPicture::circle(Point centre, double radius, std::string_view style,
                        std::string_view hint) {
    add("circle", fmt::format(R"(cx="{:.1f}" cy="{:.1f}" r="{:.1f}")", centre.x, centre.y, radius),
        style, hint);
}

void SvgPicture::interval(Point from, Point to, double cap, std::string_view style) {
    const double half = cap / 2;
    const Point side = from.x == to.x ? Point{half, 0} : Point{0, half};
    line(from, to, style);
    for (const Point& end : {from, to}) {
        line({end.x - side.x, end.y - side.y}, {end.x + side.x, end.y + side.y}, style);
    }
}

void SvgPicture::mark(Point at, std::size_t number, std::string_view style) {
    constexpr std::size_t shapes = 4;
    constexpr double r = 4.5;
    constexpr double corner = r + 1; // so that all look about as large
    switch (number % shapes) {
    case 0:
        circle(at, r, style);
        break;
    case 1:
        rectangle({at.x - r, at.y - r}, 2 * r, 2 * r, style);
        break;
    case 2:
        polygon({{at.x, at.y - corner}, {at.x + corner, at.y + r}, {at.x - corner, at.y + r}},
                style);
        break;
    default:
        polygon({{at.x, at.y - corner},
                 {at.x + corner, at.y},
                 {at.x, at.y + corner},
                 {at.x - corner, at.y}},
                style);
    }
}

void SvgPicture::text(Point at, std::string_view text, Anchor anchor, std::string_view style) {
    constexpr std::array<std::string_view, 3> anchors{"start", "middle", "end"};
    m_svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", at.x,
                         at.y, anchors.at(static_cast<std::size_t>(anchor)),
                         style.empty() ? "" : fmt::format(" class=\"{}\"", style),
                         toolkit::xml_escaped(text));
}

void SvgPicture::left_axis(const Scale& scale, double left, double right,
                           const std::vector<double>& ticks,
                           const std::vector<std::string>& labels) {
    constexpr double gap = 6;
    constexpr double half_a_line = 4;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double y = scale.at(ticks[i]);
        line({left, y}, {right, y}, "grid");
        text({left - gap, y + half_a_line}, labels[i], Anchor::end);
    }
}

void SvgPicture::bottom_axis(const Scale& scale, double top, double bottom,
                             const std::vector<double>& ticks,
                             const std::vector<std::string>& labels) {
    constexpr double gap = 16;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double x = scale.at(ticks[i]);
        line({x, top}, {x, bottom}, "grid");
        text({x, bottom + gap}, labels[i], Anchor::middle);
    }
}

std::string SvgPicture::svg() && {
    return std::move(m_svg) + "</svg>\n";
}

} // namespace crims_tool
