// SPDX-License-Identifier: MIT
#include "wdd/svg.hpp"

#include <array>
#include <charconv>
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

} // namespace

SvgPicture::SvgPicture(double width, double height, std::string_view title,
                       std::string_view description)
    : m_svg("<svg xmlns=\"http://www.w3.org/2000/svg\"" +
            attribute("viewBox", "0 0 " + pixels(width) + " " + pixels(height)) +
            attribute("width", width) + attribute("height", height) + attribute("role", "img") +
            ">\n" + element_if_any("title", title) + element_if_any("desc", description) + "\n") {}

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
    m_svg += "<text" + attribute("x", at.x) + attribute("y", at.y) +
             attribute("text-anchor", anchors.at(static_cast<std::size_t>(anchor))) +
             attribute_if_any("class", style) + ">" + escaped(text) + "</text>\n";
}

void SvgPicture::curve_key(Point at, std::size_t number, std::string_view curve,
                           std::string_view name) {
    constexpr double stroke = 20;
    constexpr double gap = 6;
    constexpr double lift = 5; // to the middle of the letters
    const double y = at.y - lift;
    line({at.x, y}, {at.x + stroke, y}, "curve " + std::string(curve));
    mark({at.x + stroke / 2, y}, number, "point " + std::string(curve));
    text({at.x + stroke + gap, at.y}, name, Anchor::start);
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

} // namespace wdd
