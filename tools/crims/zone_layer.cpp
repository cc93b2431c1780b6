// SPDX-License-Identifier: MIT
#include "zone_layer.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "common/errors.hpp"
#include "common/polygon_reader.hpp"

namespace crims_tool {

toolkit::Crs model_crs(const toolkit::Layer& layer, const toolkit::Crs& own,
                       const std::optional<toolkit::Crs>& wanted,
                       const std::optional<toolkit::Crs>& otherwise) {
    if (wanted) {
        return *wanted;
    }
    if (own.is_projected() && !own.is_web_mercator()) {
        return own;
    }
    if (otherwise) {
        return *otherwise;
    }
    const wdd::Box box = toolkit::read_polygons(layer).box();
    return toolkit::Crs::local_projection(own, box);
}

ZoneLayer read_zone_layer(const toolkit::Layer& layer, const std::string& code_field,
                          const toolkit::Crs& from, const toolkit::Crs& to) {
    const int field = layer.field_index(code_field, "--zone-field");
    toolkit::PolygonFeatures all = toolkit::read_polygons(layer);
    std::map<std::string, toolkit::PolygonFeatures> zones;
    for (OGRFeatureUniquePtr& feature : all.features) {
        const std::string code =
            feature->IsFieldSetAndNotNull(field) ? feature->GetFieldAsString(field) : "";
        if (code.empty()) {
            throw toolkit::DataError(fmt::format("{}: feature {} has no code in the field '{}'",
                                                 layer.text(), feature->GetFID(), code_field));
        }
        zones[code].features.push_back(std::move(feature));
    }
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
        const wdd::Wkb& wkb = layer.polygons[i];
        OGRGeometry* made = nullptr;
        OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size());
        const OGRGeometryUniquePtr geometry(made);
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
