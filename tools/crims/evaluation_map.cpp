// SPDX-License-Identifier: MIT
#include "evaluation_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "common/polygon_reader.hpp"
#include "svg_plot.hpp"

namespace crims_tool {

namespace {

constexpr double width = 720;
constexpr double margin = 20;
constexpr double foot = 44; ///< for the scale bar
constexpr double tallest = 620;

/// From coordinates to pixels.
class MapScale {
  public:
    explicit MapScale(const wdd::Box& box) : m_box(box) {
        const double w = std::max(box.max_x - box.min_x, 1e-9);
        const double h = std::max(box.max_y - box.min_y, 1e-9);
        m_scale = std::min((width - 2 * margin) / w, (tallest - 2 * margin) / h);
        m_height = (h * m_scale) + (2 * margin) + foot;
        m_left = (width - w * m_scale) / 2;
    }

    double x(double value) const { return m_left + ((value - m_box.min_x) * m_scale); }

    double y(double value) const { return margin + ((m_box.max_y - value) * m_scale); }

    double height() const { return m_height; }

    double scale() const { return m_scale; } ///< pixels a unit

  private:
    wdd::Box m_box;
    double m_scale = 1;
    double m_height = 0;
    double m_left = 0;
};

std::string path_of(const wdd::Area& area, const toolkit::Crs& crs, const MapScale& scale) {
    const OGRGeometryUniquePtr geometry = toolkit::ogr_geometry(area, crs, crs);
    // A tenth of a pixel is not seen.
    const OGRGeometryUniquePtr simple(geometry->SimplifyPreserveTopology(0.1 / scale.scale()));
    std::string path;
    const auto add_ring = [&](const OGRLinearRing& ring) {
        char step = 'M';
        for (const OGRPoint& point : ring) {
            path +=
                fmt::format("{}{:.1f} {:.1f}", step, scale.x(point.getX()), scale.y(point.getY()));
            step = 'L';
        }
        path += 'Z';
    };
    const auto add_polygon = [&](const OGRPolygon& polygon) {
        for (const OGRLinearRing* ring : polygon) {
            add_ring(*ring);
        }
    };
    if (simple && wkbFlatten(simple->getGeometryType()) == wkbPolygon) {
        add_polygon(*simple->toPolygon());
    } else if (simple && wkbFlatten(simple->getGeometryType()) == wkbMultiPolygon) {
        for (const OGRPolygon* polygon : *simple->toMultiPolygon()) {
            add_polygon(*polygon);
        }
    }
    return path;
}

/// 1, 2 or 5 times a power of ten, at most a value.
double round_length(double most) {
    const double power = std::pow(10, std::floor(std::log10(most)));
    for (const double step : {5.0, 2.0}) {
        if (step * power <= most) {
            return step * power;
        }
    }
    return power;
}

std::string scale_bar(const MapScale& scale, double metres_a_unit) {
    constexpr double wished = 160;
    const double metres = round_length(wished / scale.scale() * metres_a_unit);
    const double pixels = metres / metres_a_unit * scale.scale();
    constexpr double km = 1000;
    const double y = scale.height() - foot / 2;
    return fmt::format(R"(<path d="M{0:.1f} {1:.1f}v8h{2:.1f}v-8" fill="none" )"
                       R"(stroke="#1b1f24" stroke-width="1.5"/><text x="{3:.1f}" )"
                       R"(y="{4:.1f}">{5}</text>)"
                       "\n",
                       margin, y - 8, pixels, margin + pixels + 8, y + 1,
                       metres >= km ? fmt::format("{:g} km", metres / km)
                                    : fmt::format("{:g} m", metres));
}

const EvaluationRing& ring_to_show(const EvaluationResult& result) {
    const auto& rings = result.areas.rings;
    const auto wide = std::find_if(rings.begin(), rings.end(),
                                   [](const EvaluationRing& ring) { return ring.width > 0; });
    return wide == rings.end() ? rings.front() : *wide;
}

} // namespace

std::string zone_map(const EvaluationResult& result) {
    struct Look {
        wdd::Zone zone;
        const char* name;
        const char* fill;
        const char* stroke;
        const char* dash;
    };

    constexpr std::array looks = {
        Look{wdd::Zone::treated_displacement, "its ring", "#f6c9a8", "#D55E00", "5 3"},
        Look{wdd::Zone::control_displacement, "the control's ring", "#b9d9ee", "#0072B2", "5 3"},
        Look{wdd::Zone::treated, "response area", "#D55E00", "#7a3600", ""},
        Look{wdd::Zone::control, "control area", "#0072B2", "#00395a", ""}};
    const EvaluationRing& ring = ring_to_show(result);
    const MapScale scale(ring.zones.study_area.box());
    std::string svg = fmt::format(R"(<svg viewBox="0 0 {0} {1:.0f}" role="img" )"
                                  R"(aria-label="Map of the zones"><title>Map of the zones</title>)"
                                  "\n",
                                  width, scale.height());
    for (const Look& look : looks) {
        const auto& area = ring.zones.polygons[look.zone];
        if (area) {
            svg += fmt::format(R"(<path d="{}" fill="{}" fill-opacity=".8" )"
                               R"(fill-rule="evenodd" stroke="{}" stroke-dasharray="{}">)"
                               "<title>{}</title></path>\n",
                               path_of(*area, result.crs, scale), look.fill, look.stroke, look.dash,
                               look.name);
        }
    }
    for (const auto& [area, name] : {std::pair{&result.areas.response, "response"},
                                     std::pair{&result.areas.control, "control"}}) {
        const wdd::Box box = area->box();
        svg += fmt::format(
            R"(<text x="{:.1f}" y="{:.1f}" text-anchor="middle" class="label">{}</text>)"
            "\n",
            scale.x((box.min_x + box.max_x) / 2), scale.y((box.min_y + box.max_y) / 2), name);
    }
    return svg + scale_bar(scale, result.crs.unit().metres) + "</svg>\n";
}

} // namespace crims_tool
