// SPDX-License-Identifier: MIT
#include "wdd_tool/result/map_picture.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "toolkit/pictures/cairo_canvas.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/visible.hpp"
#include "wdd/message.hpp"
#include "wdd/outline.hpp"
#include "wdd/scale.hpp"

namespace wdd_tool {

namespace {

using toolkit::CairoCanvas;
using toolkit::Ring;

constexpr int map_width = 1600;
constexpr int map_height = 1200;
constexpr double margin = 40;
constexpr double legend_row = 36;
constexpr double map_top = 200;
constexpr double map_bottom = map_height - margin - 5 * legend_row;
constexpr unsigned ink = 0x222222;
constexpr unsigned soft_ink = 0x555555;

struct ZoneColour {
    wdd::Zone zone;
    wdd::BeforeAfter wdd::Counts::*counts;
    unsigned paint;
    const char* name;
};

/// Rings below areas; blue and orange differ for people with colour-blindness too.
constexpr std::array zone_colours{
    ZoneColour{wdd::Zone::control_displacement, &wdd::Counts::control_displacement, 0xc9d9ea,
               "Displacement area of the control area"},
    ZoneColour{wdd::Zone::treated_displacement, &wdd::Counts::treated_displacement, 0xf7d3b5,
               "Displacement area of the response area"},
    ZoneColour{wdd::Zone::control, &wdd::Counts::control, 0x3f6fa8, "Control area"},
    ZoneColour{wdd::Zone::treated, &wdd::Counts::treated, 0xd9661f, "Response area"}};

class MapPicture {
  public:
    MapPicture(const wdd::Evaluation& evaluation, std::string title)
        : m_evaluation(evaluation), m_title(std::move(title)),
          m_canvas(map_width, map_height, toolkit::PictureFormat::png), m_box(whole_box()),
          m_scale(std::min((map_width - 2 * margin) / (m_box.max_x - m_box.min_x),
                           (map_bottom - map_top) / (m_box.max_y - m_box.min_y))) {}

    std::string png() {
        draw_heading();
        for (const ZoneColour& colour : zone_colours) {
            if (const auto& area = m_evaluation.drawn->polygons[colour.zone]) {
                m_canvas.fill(rings(*area), colour.paint);
            }
        }
        draw_legend();
        draw_scale_bar();
        return m_canvas.finish();
    }

  private:
    wdd::Box whole_box() const {
        const wdd::ZonePolygons& polygons = m_evaluation.drawn->polygons;
        wdd::Box box = polygons[wdd::Zone::treated].value().box();
        for (const ZoneColour& colour : zone_colours) {
            if (const auto& area = polygons[colour.zone]) {
                box = box.joined(area->box());
            }
        }
        return box;
    }

    std::vector<Ring> rings(const wdd::Area& area) const {
        const double left = (map_width - m_scale * (m_box.max_x - m_box.min_x)) / 2;
        std::vector<Ring> drawn;
        for (const auto& ring : wdd::outline(area)) {
            Ring& points = drawn.emplace_back();
            points.reserve(ring.size());
            for (const auto& [x, y] : ring) {
                points.push_back(
                    {left + m_scale * (x - m_box.min_x), map_top + m_scale * (m_box.max_y - y)});
            }
        }
        return drawn;
    }

    void draw_heading() {
        constexpr std::size_t longest_title = 90;
        m_canvas.write(margin, 70, toolkit::visible_line(m_title, longest_title),
                       {.size = 34, .colour = ink, .bold = true});
        const toolkit::TextStyle small{.size = 22, .colour = soft_ink};
        double y = 110;
        for (const std::string& line :
             m_canvas.wrapped(wdd::summary(m_evaluation), small, map_width - 2 * margin)) {
            m_canvas.write(margin, y, line, small);
            y += 30;
        }
    }

    void draw_legend() {
        double y = map_height - margin;
        for (const ZoneColour& colour : zone_colours) {
            if (!m_evaluation.drawn->polygons[colour.zone]) {
                continue;
            }
            const wdd::BeforeAfter counts = m_evaluation.counts.*colour.counts;
            m_canvas.fill_box(margin, y - 20, 34, 24, colour.paint);
            m_canvas.write(margin + 48, y,
                           fmt::format("{}: {} incidents before, {} after", colour.name, counts.pre,
                                       counts.post),
                           {.size = 22, .colour = ink});
            y -= legend_row;
        }
    }

    void draw_scale_bar() {
        constexpr double longest = 300;
        constexpr double km = 1000;
        const double pixels_a_metre = m_scale / m_evaluation.drawn->metres_a_unit;
        const double metres = wdd::scale_bar_length(longest / pixels_a_metre);
        const double right = map_width - margin;
        const double left = right - metres * pixels_a_metre;
        const double y = map_height - margin;
        m_canvas.line({left, y}, {right, y}, ink, 3);
        m_canvas.write(left, y - 12,
                       metres >= km ? fmt::format("{:g} km", metres / km)
                                    : fmt::format("{:g} m", metres),
                       {.size = 22, .colour = ink});
    }

    const wdd::Evaluation& m_evaluation;
    std::string m_title;
    CairoCanvas m_canvas;
    wdd::Box m_box;
    double m_scale;
};

} // namespace

std::string map_picture(const wdd::Evaluation& evaluation, const std::string& title) {
    try {
        return MapPicture(evaluation, title).png();
    } catch (const std::runtime_error& error) {
        throw toolkit::DataError(fmt::format("--png: {}", error.what()));
    }
}

} // namespace wdd_tool
