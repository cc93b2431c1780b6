// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "toolkit/pictures/cairo_canvas.hpp"
#include "wdd/area.hpp"
#include "wdd/evaluation.hpp"

namespace wdd_tool {

/// How maps paint a zone.
struct ZonePaint {
    wdd::Zone zone;
    wdd::BeforeAfter wdd::Counts::*counts;
    unsigned paint;
    const char* name;
};

/// Rings below areas; blue and orange differ for people with colour-blindness too.
inline constexpr std::array zone_paints{
    ZonePaint{wdd::Zone::control_displacement, &wdd::Counts::control_displacement, 0xc9d9ea,
              "Displacement area of the control area"},
    ZonePaint{wdd::Zone::treated_displacement, &wdd::Counts::treated_displacement, 0xf7d3b5,
              "Displacement area of the response area"},
    ZonePaint{wdd::Zone::control, &wdd::Counts::control, 0x3f6fa8, "Control area"},
    ZonePaint{wdd::Zone::treated, &wdd::Counts::treated, 0xd9661f, "Response area"}};

/// The part of the plane that some zones take up.
wdd::Box box_of(const wdd::ZonePolygons& zones);

/// A map of zones in the making: a heading, the map, a legend and a scale bar.
class ZoneMap {
  public:
    /// What is drawn lies in the box, in units of so many metres.
    ZoneMap(const wdd::Box& box, double metres_a_unit);

    void head(const std::string& title, const std::string& summary);
    void fill(const wdd::Area& area, unsigned paint);

    /// Lines in the middle of an area, with a light edge.
    void label(const wdd::Area& area, const std::vector<std::string>& lines);

    /// The first row is the lowest.
    void legend(unsigned paint, const std::string& text);

    /// The picture as a PNG with its scale bar; nothing may be drawn afterwards. Throws DataError.
    std::string png();

  private:
    toolkit::Point on_paper(const wdd::Point& point) const;
    void draw_scale_bar();

    wdd::Box m_box;
    double m_metres_a_unit;
    double m_scale;
    toolkit::CairoCanvas m_canvas;
    std::size_t m_legend_rows = 0;
};

} // namespace wdd_tool
