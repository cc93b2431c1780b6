// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/map.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/pictures/choropleth.hpp"
#include "crims_tool/pictures/map_frame.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "wdd/svg.hpp"

namespace crims_tool {

namespace {

using wdd::Anchor;
using wdd::SvgPicture;

constexpr double most_width = 720;
constexpr double most_height = 620;
constexpr double margin = 20;
constexpr double foot = 44; ///< for the scale bar

void draw_scale_bar(SvgPicture& picture, const MapFrame& frame, double metres_a_unit) {
    constexpr double wished = 160;
    constexpr double cap = 8;
    constexpr double km = 1000;
    const double metres = scale_bar_length(wished / frame.scale() * metres_a_unit);
    const double end = margin + (metres / metres_a_unit * frame.scale());
    const double y = frame.height() + (foot / 2);
    picture.interval({margin, y}, {end, y}, cap, "axis");
    picture.text({end + cap, y + 4},
                 metres >= km ? fmt::format("{:g} km", metres / km) : fmt::format("{:g} m", metres),
                 Anchor::start);
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
        const char* style;
    };

    constexpr std::array looks = {
        Look{wdd::Zone::treated_displacement, "its ring", "zone treated ring"},
        Look{wdd::Zone::control_displacement, "the control's ring", "zone control ring"},
        Look{wdd::Zone::treated, "response area", "zone treated"},
        Look{wdd::Zone::control, "control area", "zone control"}};
    const EvaluationRing& ring = ring_to_show(result);
    const MapFrame frame(ring.zones.study_area.box(), most_width, most_height, margin);
    SvgPicture picture(frame.width(), frame.height() + foot, "Map of the zones");
    for (const Look& look : looks) {
        if (const auto& area = ring.zones.polygons[look.zone]) {
            picture.shape(frame.shape(*toolkit::ogr_geometry(*area, result.crs, result.crs)).rings,
                          look.style, look.name);
        }
    }
    for (const auto& [area, name] : {std::pair{&result.areas.response, "response"},
                                     std::pair{&result.areas.control, "control"}}) {
        const wdd::Box box = area->box();
        picture.text(frame.at((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2), name,
                     Anchor::middle, "label");
    }
    draw_scale_bar(picture, frame, result.crs.unit().metres);
    return std::move(picture).svg();
}

} // namespace crims_tool
