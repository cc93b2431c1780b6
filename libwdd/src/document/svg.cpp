// SPDX-License-Identifier: MIT
#include "wdd/svg.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "document/escaped.hpp"

namespace wdd {

namespace {

/// A tenth of a pixel is as fine as anybody sees.
std::string pixels(double value) {
    std::array<char, 400> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 1);
    return {text.data(), end.ptr};
}

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

std::string attribute(std::string_view name, double value) {
    return attribute(name, pixels(value));
}

std::string attribute_if_any(std::string_view name, std::string_view value) {
    return value.empty() ? "" : attribute(name, value);
}

std::string element_if_any(std::string_view name, std::string_view text) {
    const std::string tag(name);
    return text.empty() ? "" : "<" + tag + ">" + escaped(text) + "</" + tag + ">";
}

std::string coordinates(const std::vector<Point>& points) {
    std::string text;
    for (const Point& point : points) {
        text += (text.empty() ? "" : " ") + pixels(point.x) + "," + pixels(point.y);
    }
    return text;
}

/// Each so manieth label has room beside the next.
std::size_t labels_apart(const Scale& scale, const std::vector<double>& ticks,
                         const std::vector<std::string>& labels) {
    constexpr double between = 8;
    double widest = 0;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        widest = std::max(widest, letters_width(labels[i]) + between);
        if (i > 0) {
            nearest = std::min(nearest, std::abs(scale.at(ticks[i]) - scale.at(ticks[i - 1])));
        }
    }
    return static_cast<std::size_t>(std::max(1.0, std::ceil(widest / nearest)));
}

} // namespace

double letters_width(std::string_view text) {
    constexpr double a_letter = 8.2;
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; // not the rest of one in UTF-8
    });
    return a_letter * static_cast<double>(letters);
}

SvgPicture::SvgPicture(double width, double height, std::string_view title,
                       std::string_view description)
    : m_width(width),
      m_svg("<svg xmlns=\"http://www.w3.org/2000/svg\"" +
            attribute("viewBox", "0 0 " + pixels(width) + " " + pixels(height)) +
            attribute("width", width) + attribute("height", height) +
            (title.empty() ? attribute("aria-hidden", "true") : attribute("role", "img")) + ">\n" +
            element_if_any("title", title) + element_if_any("desc", description) + "\n") {}

void SvgPicture::add(std::string_view element, std::string_view attributes, std::string_view style,
                     std::string_view hint) {
    const std::string tag(element);
    m_svg += "<" + tag + std::string(attributes) + attribute_if_any("class", style) +
             (hint.empty() ? "/>\n" : ">" + element_if_any("title", hint) + "</" + tag + ">\n");
}

void SvgPicture::line(Point from, Point to, std::string_view style) {
    add("line",
        attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
            attribute("y2", to.y),
        style);
}

void SvgPicture::polyline(const std::vector<Point>& points, std::string_view style) {
    if (!points.empty()) {
        add("polyline", attribute("points", coordinates(points)), style);
    }
}

void SvgPicture::polygon(const std::vector<Point>& points, std::string_view style) {
    if (!points.empty()) {
        add("polygon", attribute("points", coordinates(points)), style);
    }
}

void SvgPicture::shape(const std::vector<std::vector<Point>>& rings, std::string_view style,
                       std::string_view hint) {
    std::string path;
    for (const auto& ring : rings) {
        path += "M" + coordinates(ring) + "Z";
    }
    add("path", attribute("fill-rule", "evenodd") + attribute("d", path), style, hint);
}

void SvgPicture::rectangle(Point corner, double width, double height, std::string_view style,
                           std::string_view hint) {
    add("rect",
        attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
            attribute("height", height),
        style, hint);
}

void SvgPicture::circle(Point centre, double radius, std::string_view style,
                        std::string_view hint) {
    add("circle", attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius),
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
    const double whole = letters_width(text);
    const double before = whole * static_cast<double>(anchor) / 2;
    const double x = std::max(std::min(at.x - before, m_width - whole), 0.0) + before;
    m_svg += "<text" + attribute("x", x) + attribute("y", at.y) +
             attribute("text-anchor", anchors.at(static_cast<std::size_t>(anchor))) +
             attribute_if_any("class", style) + ">" + escaped(text) + "</text>\n";
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
    constexpr double down = 16;
    const std::size_t every = labels_apart(scale, ticks, labels);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double x = scale.at(ticks[i]);
        line({x, top}, {x, bottom}, "grid");
        if (i % every == 0) {
            text({x, bottom + down}, labels[i], Anchor::middle);
        }
    }
}

std::string SvgPicture::svg() && {
    return std::move(m_svg) + "</svg>\n";
}

} // namespace wdd
