// SPDX-License-Identifier: MIT
#include "crims_tool/validate/map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <ogr_geometry.h>

#include "crims_tool/pictures/map_frame.hpp"
#include "crims_tool/validate/findings.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/svg.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using toolkit::signed_percent_text;
using wdd::Anchor;
using wdd::SvgPicture;

constexpr double map_width = 560;
constexpr double most_height = 640;
constexpr double margin = 6;

struct ErrorClass {
    double from; ///< relative error, included
    std::string_view style;
    std::string_view label;
};

/// From too few to too many, light in the middle.
constexpr std::array<ErrorClass, 7> classes{{{-10, "e0", "more than 30 % too few"},
                                             {-0.3, "e1", "15 to 30 % too few"},
                                             {-0.15, "e2", "5 to 15 % too few"},
                                             {-0.05, "e3", "within 5 %"},
                                             {0.05, "e4", "5 to 15 % too many"},
                                             {0.15, "e5", "15 to 30 % too many"},
                                             {0.3, "e6", "more than 30 % too many"}}};

std::string_view style_of(const crims::ValidationGroup& group) {
    const double error = relative_error(group);
    if (std::isnan(error)) {
        return group.mean < 0.5 ? classes.at(3).style : classes.back().style;
    }
    std::string_view style = classes.front().style;
    for (const ErrorClass& one : classes) {
        style = error >= one.from ? one.style : style;
    }
    return style;
}

std::string key() {
    std::string html = "<p class=\"key\">";
    for (const ErrorClass& one : classes) {
        html += fmt::format(
            "<span><svg width=\"16\" height=\"12\"><rect width=\"16\" height=\"12\" class=\"{}\"/></svg> {}</span>",
            one.style, one.label);
    }
    return html +
           "<span><svg width=\"16\" height=\"12\"><rect x=\"1\" y=\"1\" width=\"14\" height=\"10\" class=\"missed\"/></svg> outside the 90 % interval</span></p>\n";
}

} // namespace

std::string validation_map(const ModelValidation& v) {
    std::vector<toolkit::GeometryPointer> zones;
    OGREnvelope box;
    for (const wdd::Wkb& wkb : v.polygons) {
        zones.push_back(toolkit::geometry_of(wkb));
        if (zones.back()) {
            OGREnvelope own;
            zones.back()->getEnvelope(&own);
            box.Merge(own);
        }
    }
    if (zones.empty() || !(box.MaxX > box.MinX) || !(box.MaxY > box.MinY)) {
        return "";
    }
    const MapFrame frame({box.MinX, box.MinY, box.MaxX, box.MaxY}, map_width, most_height, margin);
    SvgPicture plot(frame.width(), frame.height(),
                    "Map of the zones by how many crimes too many or too few are simulated");
    std::vector<Shape> missed;
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        if (!zones[zone]) {
            continue;
        }
        const crims::ValidationGroup& group = v.report.by_zone[zone];
        Shape shape = frame.shape(*zones[zone]);
        plot.shape(shape.rings, style_of(group),
                   fmt::format("{}: {} observed, {} simulated ({})", v.stored.model.zones[zone],
                               grouped_number(group.observed), grouped_number(group.mean),
                               signed_percent_text(relative_error(group))));
        if (!group.is_count_covered()) {
            missed.push_back(std::move(shape));
        }
    }
    for (const Shape& shape : missed) {
        plot.shape(shape.rings, "missed");
    }
    return std::move(plot).svg() + key();
}

} // namespace crims_tool
