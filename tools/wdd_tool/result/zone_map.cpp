// SPDX-License-Identifier: MIT
#include "wdd_tool/result/zone_map.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "toolkit/text/visible.hpp"
#include "wdd/outline.hpp"
#include "wdd/scale.hpp"

namespace wdd_tool {

namespace {

using toolkit::Ring;

constexpr int map_width = 1600;
constexpr int map_height = 1200;
constexpr double margin = 40;
constexpr double legend_row = 36;
constexpr double map_top = 200;
constexpr double map_bottom = map_height - margin - 5 * legend_row;
constexpr unsigned ink = 0x222222;
constexpr unsigned soft_ink = 0x555555;
constexpr unsigned paper = 0xffffff;

} // namespace

wdd::Box box_of(const wdd::ZonePolygons& zones) {
    wdd::Box box = zones[wdd::Zone::treated].value().box();
    for (const ZonePaint& paint : zone_paints) {
        if (const auto& area = zones[paint.zone]) {
            box = box.joined(area->box());
        }
    }
    return box;
}

ZoneMap::ZoneMap(const wdd::Box& box, double metres_a_unit)
    : m_box(box), m_metres_a_unit(metres_a_unit),
      m_scale(std::min((map_width - 2 * margin) / (box.max_x - box.min_x),
                       (map_bottom - map_top) / (box.max_y - box.min_y))),
      m_canvas(map_width, map_height, toolkit::PictureFormat::png) {}

toolkit::Point ZoneMap::on_paper(const wdd::Point& point) const {
    const double left = (map_width - m_scale * (m_box.max_x - m_box.min_x)) / 2;
    return {left + m_scale * (point.x - m_box.min_x), map_top + m_scale * (m_box.max_y - point.y)};
}

void ZoneMap::head(const std::string& title, const std::string& summary) {
    constexpr std::size_t longest_title = 90;
    m_canvas.write(margin, 70, toolkit::visible_line(title, longest_title),
                   {.size = 34, .colour = ink, .bold = true});
    const toolkit::TextStyle small{.size = 22, .colour = soft_ink};
    double y = 110;
    for (const std::string& line : m_canvas.wrapped(summary, small, map_width - 2 * margin)) {
        m_canvas.write(margin, y, line, small);
        y += 30;
    }
}

void ZoneMap::fill(const wdd::Area& area, unsigned paint) {
    std::vector<Ring> drawn;
    const wdd::Shape shape = wdd::outline(area);
    for (const Ring& ring : shape.rings) {
        Ring& points = drawn.emplace_back();
        points.reserve(ring.size());
        for (const toolkit::Point& point : ring) {
            points.push_back(on_paper(point));
        }
    }
    m_canvas.fill(drawn, paint);
}

void ZoneMap::label(const wdd::Area& area, const std::vector<std::string>& lines) {
    constexpr double row = 24;
    constexpr double padding = 4;
    const toolkit::TextStyle style{.size = 18, .colour = ink};
    const wdd::Box box = area.box();
    const toolkit::Point middle =
        on_paper({(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2});
    double y = middle.y - row * static_cast<double>(lines.size()) / 2;
    for (const std::string& line : lines) {
        const double width = m_canvas.text_width(line, style);
        const double x = std::clamp(middle.x - width / 2, padding, map_width - width - padding);
        m_canvas.fill_box(x - padding, y, width + 2 * padding, row, paper);
        y += row;
        m_canvas.write(x, y - padding - 2, line, style);
    }
}

void ZoneMap::legend(unsigned paint, const std::string& text) {
    const double y = map_height - margin - legend_row * static_cast<double>(m_legend_rows++);
    m_canvas.fill_box(margin, y - 20, 34, 24, paint);
    m_canvas.write(margin + 48, y, text, {.size = 22, .colour = ink});
}

void ZoneMap::draw_scale_bar() {
    constexpr double longest = 300;
    const double pixels_a_metre = m_scale / m_metres_a_unit;
    const double metres = wdd::scale_bar_length(longest / pixels_a_metre);
    const double right = map_width - margin;
    const double left = right - metres * pixels_a_metre;
    const double y = map_height - margin;
    m_canvas.line({left, y}, {right, y}, ink, 3);
    m_canvas.write(left, y - 12, wdd::scale_bar_text(metres), {.size = 22, .colour = ink});
}

std::string ZoneMap::png() {
    draw_scale_bar();
    try {
        return m_canvas.finish();
    } catch (const std::runtime_error& error) {
        throw toolkit::DataError(fmt::format("⟨--png⟩: {}", error.what()));
    }
}

} // namespace wdd_tool
