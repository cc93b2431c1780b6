// SPDX-License-Identifier: MIT
#include "crims_tool/run/map.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/pictures/map_frame.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/scale.hpp"
#include "wdd/svg.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;

constexpr double map_width = 560;
constexpr double most_height = 640;
constexpr double margin = 6;
constexpr const char* no_crime = "same";
constexpr const char* outline = "off";

/// The darkest tint for the highest class, however many there are.
std::string tint(std::size_t colour_class, std::size_t classes) {
    return fmt::format("t{}", most_map_classes + 1 - classes + colour_class);
}

std::string style_of(const ColouredZone& zone, std::size_t classes) {
    return zone.colour_class ? tint(*zone.colour_class, classes) : no_crime;
}

wdd::ScaleBar scale_bar(const MapFrame& frame, double metres_a_unit) {
    constexpr double most_of_width = 0.4;
    const double metres_a_pixel = metres_a_unit / frame.scale();
    const double metres = wdd::scale_bar_length(most_of_width * frame.width() * metres_a_pixel);
    return {metres / metres_a_pixel / frame.width(), wdd::scale_bar_text(metres)};
}

std::vector<wdd::Key> keys_of(const Choropleth& map) {
    std::vector<wdd::Key> keys;
    bool has_empty = false;
    for (const ColouredZone& zone : map.zones) {
        has_empty = has_empty || !zone.colour_class;
    }
    if (has_empty) {
        keys.push_back({no_crime, "no crime"});
    }
    for (std::size_t i = 0; i < map.class_labels.size(); ++i) {
        keys.push_back({tint(i, map.class_labels.size()), map.class_labels[i]});
    }
    if (!map.boundary_label.empty()) {
        keys.push_back({outline, map.boundary_label, wdd::KeyShape::line});
    }
    return keys;
}

/// How many zones and crimes each class has.
wdd::Table numbers_of(const MapContent& map) {
    const std::vector<std::string>& labels = map.picture.class_labels;
    std::vector<std::size_t> zones(labels.size() + 1);
    std::vector<double> crimes(labels.size() + 1);
    for (const ZoneValue& zone : map.zones) {
        const std::size_t at = zone.colour_class ? *zone.colour_class + 1 : 0;
        ++zones.at(at);
        crimes.at(at) += zone.crimes;
    }
    wdd::Table table{.header = {"crimes per km²", "zones", "crimes"}, .rows = {}};
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (zones[i] > 0) {
            table.rows.push_back({i == 0 ? "no crime" : labels[i - 1],
                                  grouped_number(static_cast<double>(zones[i])),
                                  grouped_number(crimes[i])});
        }
    }
    return table;
}

std::string drawn(const Choropleth& map, const MapFrame& frame) {
    wdd::SvgPicture picture(frame.width(), frame.height(), "Map of the simulated crimes by zone",
                            fmt::format("{} zones.", map.zones.size()));
    for (const ColouredZone& zone : map.zones) {
        picture.shape(frame.shape(zone.shape).rings,
                      "place " + style_of(zone, map.class_labels.size()));
    }
    if (!map.boundary.rings.empty()) {
        picture.shape(frame.shape(map.boundary).rings, outline);
    }
    return std::move(picture).svg();
}

} // namespace

std::optional<wdd::Figure> run_map(const MapContent& map) {
    if (map.picture.zones.empty()) {
        return std::nullopt;
    }
    const wdd::Box box = map.picture.box();
    if (!(box.max_x > box.min_x) || !(box.max_y > box.min_y)) {
        return std::nullopt;
    }
    const MapFrame frame(box, map_width, most_height, margin);
    return wdd::Figure{
        .svg = [svg = drawn(map.picture, frame)](double /*width*/) { return svg; },
        .caption =
            "Simulated crimes per km² in the whole period. Each colour covers about the same number of zones.",
        .keys = keys_of(map.picture),
        .scale_bar = scale_bar(frame, map.picture.metres_a_unit),
        .numbers = numbers_of(map),
        .fits_any_width = true};
}

} // namespace crims_tool
