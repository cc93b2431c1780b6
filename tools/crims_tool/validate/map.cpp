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
constexpr std::array<ErrorClass, 7> classes{{{-10, "place fewer3", "more than 30 % too few"},
                                             {-0.3, "place fewer2", "15 to 30 % too few"},
                                             {-0.15, "place fewer1", "5 to 15 % too few"},
                                             {-0.05, "place same", "within 5 %"},
                                             {0.05, "place more1", "5 to 15 % too many"},
                                             {0.15, "place more2", "15 to 30 % too many"},
                                             {0.3, "place more3", "more than 30 % too many"}}};

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

/// How many zones each class has.
wdd::Table class_numbers(const ModelValidation& v) {
    wdd::Table table{.header = {"simulated crimes", "zones"}, .rows = {}};
    for (const ErrorClass& one : classes) {
        const auto zones =
            std::count_if(v.report.by_zone.begin(), v.report.by_zone.end(),
                          [&one](const auto& group) { return style_of(group) == one.style; });
        table.rows.push_back({std::string(one.label), grouped_number(zones)});
    }
    return table;
}

} // namespace

std::optional<wdd::Figure> validation_map(const ModelValidation& v) {
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
        return std::nullopt;
    }
    const MapFrame frame({box.MinX, box.MinY, box.MaxX, box.MaxY}, map_width, most_height, margin);
    SvgPicture plot(frame.width(), frame.height(),
                    "Map of the zones by how many crimes too many or too few are simulated",
                    fmt::format("{} zones.", zones.size()));
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
        plot.shape(shape.rings, "off");
    }
    std::vector<wdd::Key> keys;
    keys.reserve(classes.size() + 1);
    for (const ErrorClass& one : classes) {
        keys.push_back({std::string(one.style), std::string(one.label)});
    }
    keys.push_back({"off", "outside the 90 % interval"});
    return wdd::Figure{
        .svg = [svg = std::move(plot).svg()](double /*width*/) { return svg; },
        .caption =
            "Simulated against observed crimes. A zone with few crimes may be far off by chance alone; zones with an outline are off by more than that.",
        .keys = std::move(keys),
        .scale_bar = {},
        .numbers = class_numbers(v),
        .fits_any_width = true};
}

} // namespace crims_tool
