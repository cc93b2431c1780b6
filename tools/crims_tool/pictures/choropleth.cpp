// SPDX-License-Identifier: MIT
#include "crims_tool/pictures/choropleth.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/pictures/map_classes.hpp"
#include "toolkit/pictures/cairo_canvas.hpp"
#include "wdd/scale.hpp"

namespace crims_tool {

namespace {

using toolkit::CairoCanvas;
using toolkit::TextStyle;

constexpr unsigned ink = 0x222222;
constexpr unsigned grey_ink = 0x555555;
constexpr unsigned zone_edge = 0x8a8a8a;
constexpr unsigned boundary_ink = 0x1a1a1a;
constexpr unsigned no_crime = 0xe9e9e9;
constexpr const char* no_crime_label = "no crime";

struct Frame {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
};

/// From the plane to the picture: one scale, north up, in the middle of a frame.
class Projection {
  public:
    Projection(const wdd::Box& box, const Frame& frame) : m_box(box) {
        const double width = std::max(box.max_x - box.min_x, 1e-9);
        const double height = std::max(box.max_y - box.min_y, 1e-9);
        m_scale = std::min(frame.width / width, frame.height / height);
        m_left = frame.left + (frame.width - m_scale * width) / 2;
        m_top = frame.top + (frame.height - m_scale * height) / 2;
    }

    double pixels_a_unit() const { return m_scale; }

    /// Rings on the picture, without the vertices that nobody could see. They are rounded each by
    /// itself, so that neighbours keep a common edge.
    std::vector<Ring> rings(const Shape& shape) const {
        std::vector<Ring> seen;
        for (const Ring& ring : shape.rings) {
            Ring drawn;
            for (const Point& p : ring) {
                const Point at = on_picture(p);
                if (drawn.empty() || drawn.back() != at) {
                    drawn.push_back(at);
                }
            }
            if (drawn.size() > 2) {
                seen.push_back(std::move(drawn));
            }
        }
        return seen;
    }

  private:
    Point on_picture(const Point& p) const {
        constexpr double steps_a_pixel = 8;
        const auto rounded = [](double v) { return std::round(v * steps_a_pixel) / steps_a_pixel; };
        return {rounded(m_left + m_scale * (p.x - m_box.min_x)),
                rounded(m_top + m_scale * (m_box.max_y - p.y))};
    }

    wdd::Box m_box;
    double m_scale = 1;
    double m_left = 0;
    double m_top = 0;
};

/// One map on one canvas. Lengths are in parts of a picture of 1600 by 1200.
class Drawing {
  public:
    Drawing(const Choropleth& map, PictureFormat format)
        : m_map(map), m_canvas(map.width, map.height, format),
          m_unit(std::min(map.width / 1600.0, map.height / 1200.0)) {}

    std::string draw() {
        const double margin = 44 * m_unit;
        const double right = m_map.width - margin;
        const double top = draw_heading(margin, right - margin);
        const double bottom = draw_notes(margin, right - margin);
        const double column = legend_width();
        const Frame frame{margin, top, std::max(1.0, right - margin - column - 40 * m_unit),
                          std::max(1.0, bottom - top)};
        const Projection projection(m_map.box(), frame);
        draw_map(projection);
        draw_legend(right - column, top + 10 * m_unit, column);
        draw_scale(projection, right - column, bottom - 6 * m_unit, column);
        return m_canvas.finish();
    }

  private:
    TextStyle style(double size, unsigned colour = ink, bool bold = false) const {
        return {.size = size * m_unit, .colour = colour, .bold = bold};
    }

    /// A line of the heading, smaller if it would not fit.
    double heading_line(double x, double y, double width, const std::string& text,
                        TextStyle text_style) {
        if (text.empty()) {
            return y;
        }
        const double needed = m_canvas.text_width(text, text_style);
        text_style.size *= std::min(1.0, width / std::max(needed, 1.0));
        m_canvas.write(x, y + text_style.size, text, text_style);
        return y + 1.4 * text_style.size;
    }

    /// Returns where the rest begins.
    double draw_heading(double left, double width) {
        double y = 34 * m_unit;
        y = heading_line(left, y, width, m_map.title, style(42, ink, true));
        y = heading_line(left, y + 4 * m_unit, width, m_map.subtitle, style(27, grey_ink));
        return y + 26 * m_unit;
    }

    /// Returns where the rest ends.
    double draw_notes(double left, double width) {
        const TextStyle small = style(18, grey_ink);
        std::vector<std::string> lines;
        for (const std::string& note : m_map.notes) {
            for (std::string& line : m_canvas.wrapped(note, small, width)) {
                lines.push_back(std::move(line));
            }
        }
        const double line_height = 1.35 * small.size;
        const double top =
            m_map.height - 30 * m_unit - line_height * static_cast<double>(lines.size());
        double y = top;
        for (const std::string& line : lines) {
            m_canvas.write(left, y + small.size, line, small);
            y += line_height;
        }
        return top - 22 * m_unit;
    }

    /// Of a map without any value: none.
    std::vector<unsigned> colours_of_classes() const {
        return m_map.class_labels.empty() ? std::vector<unsigned>()
                                          : class_colours(m_map.class_labels.size());
    }

    void draw_map(const Projection& projection) {
        const std::vector<unsigned> colours = colours_of_classes();
        std::vector<std::vector<Ring>> drawn;
        for (const ColouredZone& zone : m_map.zones) {
            drawn.push_back(projection.rings(zone.shape));
            m_canvas.fill(drawn.back(),
                          zone.colour_class ? colours.at(*zone.colour_class) : no_crime);
        }
        for (const std::vector<Ring>& rings : drawn) { // above all fills
            m_canvas.stroke(rings, zone_edge, 0.8 * m_unit);
        }
        m_canvas.stroke(projection.rings(m_map.boundary), boundary_ink, 3 * m_unit);
    }

    bool has_zone_without_crime() const {
        return std::any_of(m_map.zones.begin(), m_map.zones.end(),
                           [](const ColouredZone& zone) { return !zone.colour_class; });
    }

    double legend_width() {
        double widest = 0;
        for (const std::string& label : m_map.class_labels) {
            widest = std::max(widest, m_canvas.text_width(label, style(legend_text)));
        }
        const double wanted = std::max(swatch_width + 16 + widest / m_unit, 300.0);
        return m_unit * std::min(wanted, 600.0);
    }

    void draw_legend(double left, double y, double width) {
        const TextStyle title = style(legend_text + 2, ink, true);
        for (const std::string& line : m_canvas.wrapped(m_map.legend_title, title, width)) {
            m_canvas.write(left, y + title.size, line, title);
            y += 1.3 * title.size;
        }
        y += 12 * m_unit;
        const std::vector<unsigned> colours = colours_of_classes();
        for (std::size_t i = colours.size(); i-- > 0;) { // the highest on top
            y = draw_swatch(left, y, colours[i], m_map.class_labels[i]);
        }
        if (has_zone_without_crime()) {
            y = draw_swatch(left, y + 8 * m_unit, no_crime, no_crime_label);
        }
        if (!m_map.boundary_label.empty()) {
            draw_boundary_key(left, y + 14 * m_unit, width);
        }
    }

    double draw_swatch(double left, double y, unsigned colour, const std::string& label) {
        const double height = 34 * m_unit;
        const double width = swatch_width * m_unit;
        m_canvas.fill_box(left, y, width, height, colour);
        m_canvas.stroke_box(left, y, width, height, zone_edge, 0.8 * m_unit);
        m_canvas.write(left + width + 16 * m_unit, y + 0.74 * height, label, style(legend_text));
        return y + height + 4 * m_unit;
    }

    void draw_boundary_key(double left, double y, double width) {
        const TextStyle text = style(legend_text);
        const double middle = y + 0.6 * text.size;
        const double start = left + (swatch_width + 16) * m_unit;
        m_canvas.line({left, middle}, {left + swatch_width * m_unit, middle}, boundary_ink,
                      3 * m_unit);
        for (const std::string& line :
             m_canvas.wrapped(m_map.boundary_label, text, left + width - start)) {
            m_canvas.write(start, y + text.size, line, text);
            y += 1.25 * text.size;
        }
    }

    /// Scale bar and north, standing on the bottom of the column.
    void draw_scale(const Projection& projection, double left, double bottom, double width) {
        const TextStyle text = style(20, grey_ink);
        const double pixels_a_metre = projection.pixels_a_unit() / m_map.metres_a_unit;
        const double metres = wdd::scale_bar_length(0.6 * width / pixels_a_metre);
        const double length = metres * pixels_a_metre;
        const double tick = 9 * m_unit;
        m_canvas.line({left, bottom}, {left + length, bottom}, grey_ink, 2 * m_unit);
        for (const double x : {left, left + length}) {
            m_canvas.line({x, bottom - tick}, {x, bottom}, grey_ink, 2 * m_unit);
        }
        m_canvas.write(left, bottom - 1.5 * tick, wdd::scale_bar_text(metres), text);
        const double arrow = left + std::min(length + 50 * m_unit, width - 16 * m_unit);
        const double half = 9 * m_unit;
        m_canvas.fill({{{arrow - half, bottom},
                        {arrow, bottom - 4 * half},
                        {arrow + half, bottom},
                        {arrow, bottom - half}}},
                      grey_ink);
        const double n_width = m_canvas.text_width("N", text);
        m_canvas.write(arrow - n_width / 2, bottom - 4.6 * half, "N", text);
    }

    static constexpr double swatch_width = 52;
    static constexpr double legend_text = 23;

    const Choropleth& m_map;
    CairoCanvas m_canvas;
    double m_unit;
};

} // namespace

wdd::Box Choropleth::box() const {
    if (zones.empty()) {
        throw std::invalid_argument("a map needs a zone");
    }
    wdd::Box all = zones.front().shape.box();
    for (const ColouredZone& zone : zones) {
        all = all.joined(zone.shape.box());
    }
    return boundary.rings.empty() ? all : all.joined(boundary.box());
}

std::string draw_choropleth(const Choropleth& map, PictureFormat format) {
    return Drawing(map, format).draw();
}

std::vector<unsigned> class_colours(std::size_t classes) {
    static constexpr std::array<unsigned, 9> ramp{0xffffcc, 0xffeda0, 0xfed976, 0xfeb24c, 0xfd8d3c,
                                                  0xfc4e2a, 0xe31a1c, 0xbd0026, 0x800026};
    if (classes == 0 || classes > ramp.size()) {
        throw std::invalid_argument(
            fmt::format("a map has 1 to {} classes, not {}", ramp.size(), classes));
    }
    std::vector<unsigned> colours;
    for (std::size_t i = 0; i < classes; ++i) {
        const double at =
            classes == 1 ? 4.0 : 8.0 * static_cast<double>(i) / static_cast<double>(classes - 1);
        const auto below = static_cast<std::size_t>(at);
        const std::size_t above = std::min<std::size_t>(below + 1, ramp.size() - 1);
        unsigned colour = 0;
        for (const unsigned shift : {16U, 8U, 0U}) {
            const double a = (ramp[below] >> shift) & 0xffU;
            const double b = (ramp[above] >> shift) & 0xffU;
            const double mixed = std::round(a + (b - a) * (at - static_cast<double>(below)));
            colour |= static_cast<unsigned>(mixed) << shift;
        }
        colours.push_back(colour);
    }
    return colours;
}

} // namespace crims_tool
