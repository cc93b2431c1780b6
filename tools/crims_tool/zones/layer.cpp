// SPDX-License-Identifier: MIT
#include "crims_tool/zones/layer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "crims_tool/shapes/shape.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

ZoneLayer dissolved_zones(const toolkit::Layer& layer, std::vector<toolkit::NamedPolygons> zones,
                          const toolkit::Crs& from, const toolkit::Crs& to) {
    std::sort(zones.begin(), zones.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    ZoneLayer result{.source = layer.text(), .codes = {}, .polygons = {}, .crs = to, .repairs = {}};
    for (const auto& [code, polygons] : zones) {
        std::vector<std::string> repairs;
        result.codes.push_back(code);
        result.polygons.push_back(
            toolkit::dissolved_area(layer, polygons, from, to, repairs).wkb());
        result.repairs.push_back(fmt::format("{}", fmt::join(repairs, " ")));
    }
    return result;
}

namespace {

std::vector<Shape> shapes_of(const ZoneLayer& layer) {
    std::vector<Shape> shapes;
    for (std::size_t i = 0; i < layer.polygons.size(); ++i) {
        const toolkit::GeometryPointer geometry = toolkit::geometry_of(layer.polygons[i]);
        if (!geometry) {
            throw toolkit::DataError(fmt::format("{}: the polygons of zone '{}' cannot be read",
                                                 layer.source, layer.codes[i]));
        }
        shapes.push_back(shape_of(*geometry));
    }
    return shapes;
}

} // namespace

ZoneFinder::ZoneFinder(const ZoneLayer& layer) : m_index(shapes_of(layer)) {}

std::optional<std::uint32_t> ZoneFinder::find(double x, double y) const {
    const std::optional<std::size_t> zone = m_index.locate(x, y);
    return zone ? std::optional(static_cast<std::uint32_t>(*zone)) : std::nullopt;
}

} // namespace crims_tool
