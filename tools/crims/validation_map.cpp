// SPDX-License-Identifier: MIT
#include "validation_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <ogr_geometry.h>

#include "common/gdal_errors.hpp"
#include "plain_numbers.hpp"
#include "svg_picture.hpp"
#include "validation_findings.hpp"

namespace crims_tool {

namespace {

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

Ring ring_of(const OGRLinearRing& line) {
    Ring ring;
    for (int i = 0; i < line.getNumPoints(); ++i) {
        ring.push_back({line.getX(i), line.getY(i)});
    }
    return ring;
}

void add_rings(const OGRGeometry& geometry, Shape& shape) {
    const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
    if (type == wkbPolygon) {
        for (const OGRLinearRing* ring : *geometry.toPolygon()) {
            shape.rings.push_back(ring_of(*ring));
        }
    } else if (type == wkbMultiPolygon) {
        for (const OGRPolygon* polygon : *geometry.toMultiPolygon()) {
            add_rings(*polygon, shape);
        }
    }
}

OGRGeometryUniquePtr geometry_of(const wdd::Wkb& wkb) {
    OGRGeometry* made = nullptr;
    OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size());
    return OGRGeometryUniquePtr(made);
}

/// A polygon as it is drawn, in its own coordinates; whole if it cannot be simplified.
Shape simplified(const OGRGeometry& geometry, double tolerance) {
    const toolkit::GdalErrors errors;
    const OGRGeometryUniquePtr simple(geometry.SimplifyPreserveTopology(tolerance));
    Shape shape;
    add_rings(simple ? *simple : geometry, shape);
    return shape;
}

/// Moves a shape's coordinates onto the picture, north up.
void place(Shape& shape, const OGREnvelope& box, double scale) {
    for (Ring& ring : shape.rings) {
        for (Point& point : ring) {
            point = {margin + ((point.x - box.MinX) * scale),
                     margin + ((box.MaxY - point.y) * scale)};
        }
    }
}

std::string key() {
    std::string html = "<p class=\"key\">";
    for (const ErrorClass& one : classes) {
        html += fmt::format("<span><svg width=\"16\" height=\"12\"><rect width=\"16\" "
                            "height=\"12\" class=\"{}\"/></svg> {}</span>",
                            one.style, one.label);
    }
    return html + "<span><svg width=\"16\" height=\"12\"><rect x=\"1\" y=\"1\" width=\"14\" "
                  "height=\"10\" class=\"missed\"/></svg> outside the 90 % interval</span></p>\n";
}

} // namespace

std::string validation_map(const ModelValidation& v) {
    std::vector<OGRGeometryUniquePtr> zones;
    OGREnvelope box;
    for (const wdd::Wkb& wkb : v.polygons) {
        zones.push_back(geometry_of(wkb));
        if (zones.back()) {
            OGREnvelope own;
            zones.back()->getEnvelope(&own);
            box.Merge(own);
        }
    }
    const double width = box.MaxX - box.MinX;
    const double height = box.MaxY - box.MinY;
    if (zones.empty() || !(width > 0) || !(height > 0)) {
        return "";
    }
    const double scale =
        std::min((map_width - (2 * margin)) / width, (most_height - (2 * margin)) / height);
    SvgPicture plot((width * scale) + (2 * margin), (height * scale) + (2 * margin),
                    "Map of the zones by how many crimes too many or too few are simulated");
    std::vector<std::pair<Shape, std::string>> missed;
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        if (!zones[zone]) {
            continue;
        }
        const crims::ValidationGroup& group = v.report.by_zone[zone];
        Shape shape = simplified(*zones[zone], 0.5 / scale);
        place(shape, box, scale);
        plot.shape(shape, style_of(group),
                   fmt::format("{}: {} observed, {} simulated ({})", v.stored.model.zones[zone],
                               grouped_number(group.observed), grouped_number(group.mean),
                               signed_percent_text(relative_error(group))));
        if (!group.is_count_covered()) {
            missed.emplace_back(std::move(shape), "");
        }
    }
    for (const auto& [shape, hint] : missed) {
        plot.shape(shape, "missed", hint);
    }
    return std::move(plot).svg() + key();
}

} // namespace crims_tool
