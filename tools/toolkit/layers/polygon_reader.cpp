// SPDX-License-Identifier: MIT
#include "toolkit/layers/polygon_reader.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

/// 64 lines a quarter circle.
constexpr double degrees_an_arc_step = 90.0 / 64;

/// Longest side that is moved to another CRS as it is: there a side of 200 m strays by a
/// millimetre.
constexpr double longest_side_m = 200;
constexpr double metres_a_degree = 111320;
constexpr double most_sides_across = 5000;

bool is_polygonal(OGRwkbGeometryType type) {
    return OGR_GT_IsSubClassOf(type, wkbCurvePolygon) != 0 ||
           OGR_GT_IsSubClassOf(type, wkbMultiSurface) != 0;
}

void require_polygon_layer(const Layer& layer) {
    if (!layer.has_geometry()) {
        throw DataError(
            fmt::format("{}: it has no geometry, but an area is a polygon", layer.text()));
    }
    const OGRwkbGeometryType type = wkbFlatten(layer.ogr().GetGeomType());
    if (!is_polygonal(type) && type != wkbUnknown && type != wkbGeometryCollection &&
        type != wkbSurface) {
        throw DataError(fmt::format("{}: it holds {}, but an area is a polygon", layer.text(),
                                    OGRGeometryTypeToName(type)));
    }
}

/// Looks at every corner: comparisons skip a NaN, so no extent tells of one.
class FiniteCorners : public OGRDefaultConstGeometryVisitor {
  public:
    using OGRDefaultConstGeometryVisitor::visit;

    void visit(const OGRPoint* point) override {
        m_all_finite &= std::isfinite(point->getX()) && std::isfinite(point->getY());
    }

    bool all_finite() const { return m_all_finite; }

  private:
    bool m_all_finite = true;
};

/// A repair would drop such a corner, and with it a part of the area.
void require_finite(const Layer& layer, const OGRFeature& feature) {
    FiniteCorners corners;
    feature.GetGeometryRef()->accept(&corners);
    if (!corners.all_finite()) {
        throw DataError(fmt::format(
            "{}: feature {} has a coordinate that is not a finite number; draw the polygon again, or leave it out with a condition",
            layer.text(), feature.GetFID()));
    }
}

void require_polygon(const Layer& layer, const OGRFeature& feature) {
    const OGRGeometry* geometry = feature.GetGeometryRef();
    if (geometry == nullptr || geometry->IsEmpty() != 0) {
        throw DataError(fmt::format(
            "{}: feature {} has an empty polygon; draw it, or leave it out with a condition",
            layer.text(), feature.GetFID()));
    }
    if (!is_polygonal(wkbFlatten(geometry->getGeometryType()))) {
        throw DataError(fmt::format("{}: feature {} is {}, but an area is a polygon", layer.text(),
                                    feature.GetFID(), geometry->getGeometryName()));
    }
}

/// Throws DataError for a layer without polygons, and if nothing is selected.
template<class Use>
void for_each_feature(const Layer& layer, Use use) {
    require_polygon_layer(layer);
    const GdalErrors errors;
    bool any = false;
    layer.ogr().ResetReading();
    while (FeaturePointer feature{layer.ogr().GetNextFeature()}) {
        any = true;
        use(std::move(feature));
    }
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read: {}", layer.text(), errors.first_failure()));
    }
    if (!any) {
        throw DataError(layer.nothing_text("feature"));
    }
}

double longest_side(const Crs& crs, const OGRGeometry& geometry) {
    OGREnvelope box;
    geometry.getEnvelope(&box);
    const double across = std::max(box.MaxX - box.MinX, box.MaxY - box.MinY);
    const double unit_m = crs.is_projected() ? crs.unit().metres : metres_a_degree;
    return std::max(longest_side_m / unit_m, across / most_sides_across);
}

wdd::Wkb wkb_of(const OGRGeometry& geometry) {
    wdd::Wkb wkb(static_cast<std::size_t>(geometry.WkbSize()));
    geometry.exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()), wkbVariantIso);
    return wkb;
}

wdd::Wkb moved_polygon(const std::string& source, const OGRFeature& feature, const Crs& from,
                       Transformation& transformation) {
    const GeometryPointer geometry(
        feature.GetGeometryRef()->getLinearGeometry(degrees_an_arc_step));
    geometry->flattenTo2D();
    if (!transformation.is_identity()) {
        const GdalErrors errors;
        geometry->segmentize(longest_side(from, *geometry));
        if (geometry->transform(transformation.get()) != OGRERR_NONE) {
            throw DataError(
                fmt::format("{}: feature {} cannot be moved to the computing coordinate system: {}",
                            source, feature.GetFID(), errors.first_failure()));
        }
    }
    return wkb_of(*geometry);
}

} // namespace

wdd::Box PolygonFeatures::box() const {
    OGREnvelope all;
    for (const auto& feature : features) {
        OGREnvelope one;
        feature->GetGeometryRef()->getEnvelope(&one);
        all.Merge(one);
    }
    return {all.MinX, all.MinY, all.MaxX, all.MaxY};
}

wdd::Box box_of(const std::vector<NamedPolygons>& zones) {
    wdd::Box all = zones.front().polygons.box();
    for (const NamedPolygons& zone : zones) {
        all = all.joined(zone.polygons.box());
    }
    return all;
}

PolygonFeatures read_polygons(const Layer& layer) {
    PolygonFeatures polygons;
    for_each_feature(layer, [&](FeaturePointer feature) {
        require_polygon(layer, *feature);
        require_finite(layer, *feature);
        polygons.features.push_back(std::move(feature));
    });
    return polygons;
}

std::vector<GroupedPolygons> read_grouped_polygons(const Layer& layer, const std::string& field,
                                                   std::string_view option) {
    const int index = layer.field_index(field, option);
    std::vector<GroupedPolygons> groups;
    std::unordered_map<std::string, std::size_t> numbers;
    for_each_feature(layer, [&](FeaturePointer feature) {
        const std::string name(trimmed(feature->GetFieldAsString(index)));
        if (is_missing(name)) {
            groups.push_back(
                {.name = fmt::format("feature {}", feature->GetFID()),
                 .named = false,
                 .fault = fmt::format("{}: feature {} has no value in the field '{}' (⟨{}⟩)",
                                      layer.text(), feature->GetFID(), field, option)});
            return;
        }
        const auto [known, is_new] = numbers.emplace(name, groups.size());
        if (is_new) {
            groups.push_back({.name = name});
        }
        GroupedPolygons& group = groups[known->second];
        try {
            require_polygon(layer, *feature);
            require_finite(layer, *feature);
            group.polygons.features.push_back(std::move(feature));
        } catch (const DataError& error) {
            group.fault = error.what();
        }
    });
    return groups;
}

std::vector<NamedPolygons> read_named_polygons(const Layer& layer, const std::string& field,
                                               std::string_view option) {
    const int index = layer.field_index(field, option);
    std::vector<NamedPolygons> zones;
    std::unordered_map<std::string, std::size_t> numbers;
    for (FeaturePointer& feature : read_polygons(layer).features) {
        std::string name = feature->GetFieldAsString(index);
        if (name.empty()) {
            throw DataError(fmt::format("{}: feature {} has no value in the field '{}' (⟨{}⟩)",
                                        layer.text(), feature->GetFID(), field, option));
        }
        const auto [known, is_new] = numbers.emplace(name, zones.size());
        if (is_new) {
            zones.push_back({std::move(name), {}});
        }
        zones[known->second].polygons.features.push_back(std::move(feature));
    }
    return zones;
}

wdd::Area dissolved_area(const std::string& source, const PolygonFeatures& polygons,
                         const Crs& from, const Crs& to, std::vector<std::string>& warnings) {
    Transformation transformation(from, to);
    std::vector<wdd::Wkb> wkb;
    wkb.reserve(polygons.features.size());
    for (const auto& feature : polygons.features) {
        wkb.push_back(moved_polygon(source, *feature, from, transformation));
    }
    std::vector<wdd::Repair> repairs;
    try {
        wdd::Area area = wdd::Area::dissolve(wkb, &repairs);
        for (const wdd::Repair& repair : repairs) {
            warnings.push_back(
                fmt::format("{}: the invalid polygon of feature {} was repaired ({}).", source,
                            polygons.features[repair.index]->GetFID(), repair.reason));
        }
        return area;
    } catch (const wdd::PolygonError& error) {
        throw DataError(fmt::format("{}: the polygon of feature {} {}", source,
                                    polygons.features[error.index()]->GetFID(), error.problem()));
    } catch (const wdd::GeometryError& error) {
        throw DataError(fmt::format("{}: {}", source, error.what()));
    }
}

GeometryPointer geometry_of(std::span<const std::byte> wkb) {
    OGRGeometry* made = nullptr;
    OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size());
    return GeometryPointer(made);
}

GeometryPointer ogr_geometry(const wdd::Area& area, const Crs& from, const Crs& to) {
    const GdalErrors errors;
    GeometryPointer geometry = geometry_of(area.wkb());
    Transformation transformation(from, to);
    if (!geometry || (!transformation.is_identity() &&
                      geometry->transform(transformation.get()) != OGRERR_NONE)) {
        throw DataError("a zone cannot be written: " + errors.first_failure());
    }
    return geometry;
}

} // namespace toolkit
