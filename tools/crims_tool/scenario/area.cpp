// SPDX-License-Identifier: MIT
#include "crims_tool/scenario/area.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ogr_geometry.h>

#include "crims_tool/scenario/json_node.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/remote.hpp"
#include "toolkit/system/paths.hpp"

namespace crims_tool {

namespace {

constexpr const char* expected_area =
    "a layer ('areas.gpkg|layername=response'), an object with 'layer' and 'where', or GeoJSON polygons";
constexpr std::size_t fewest_corners = 4; // the last is the first

/// A file beside the scenario. What is not a relative path (a connection, an address) stays.
std::string beside(const std::string& scenario, const std::string& path) {
    const bool is_relative_file = !path.starts_with('/') && path.find(':') == std::string::npos;
    return is_relative_file ? toolkit::in_folder(toolkit::folder_of(scenario), path) : path;
}

constexpr const char* how_to_allow =
    "copy the polygons into a file beside the scenario, or give ⟨--allow-remote⟩ if you trust the scenario";

/// What is written in a scenario reaches nothing but files, unless its user allows more.
void require_local(const JsonNode& node, const toolkit::LayerReference& reference) {
    if (toolkit::is_remote(reference.path)) {
        node.fail(fmt::format(
            "it names an address, a database or a service, which a scenario may not reach: {}",
            how_to_allow));
    }
}

void require_harmless(const JsonNode& node, const std::string& condition) {
    if (toolkit::reaches_out(condition)) {
        node.fail(fmt::format("it calls a function that reaches the network or other files: {}",
                              how_to_allow));
    }
}

toolkit::LayerReference read_layer(const JsonNode& node, bool allow_remote) {
    const std::string text = node.text("a layer: PATH or PATH|layername=NAME");
    try {
        toolkit::LayerReference reference = toolkit::parse_layer_reference(text);
        if (!allow_remote) {
            require_local(node, reference);
            require_harmless(node, reference.subset);
            reference.local_only = true;
        }
        reference.path = beside(node.file(), reference.path);
        return reference;
    } catch (const std::invalid_argument& error) {
        node.fail(error.what());
    }
}

/// Older GeoJSON may name a coordinate system; any but longitude and latitude is another place.
void require_wgs84(const JsonNode& geojson) {
    if (const auto crs = geojson.find("crs")) {
        const std::string text =
            crs->value().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        if (text.find("CRS84") == std::string::npos && text.find("4326") == std::string::npos) {
            crs->fail(
                "GeoJSON in a scenario is in longitude and latitude (WGS 84); for another system use a layer");
        }
    }
}

void require_array(const JsonNode& node, std::size_t least, const char* expected) {
    if (!node.value().is_array() || node.value().size() < least) {
        node.fail_expecting(expected);
    }
}

void check_position(const JsonNode& position) {
    constexpr const char* expected = "a position [longitude, latitude] in degrees";
    require_array(position, 2, expected);
    for (std::size_t i = 0; i < position.value().size(); ++i) {
        if (!position.value()[i].is_number()) {
            position.fail_expecting(expected);
        }
    }
    position.element(0).number(-180, 180, "a longitude in degrees, WGS 84");
    position.element(1).number(-90, 90, "a latitude in degrees, WGS 84");
}

void check_polygon(const JsonNode& rings) {
    require_array(rings, 1, "a list of rings");
    for (std::size_t i = 0; i < rings.value().size(); ++i) {
        const JsonNode ring = rings.element(i);
        require_array(ring, fewest_corners,
                      "a ring of at least four positions, the last of which is the first");
        for (std::size_t corner = 0; corner < ring.value().size(); ++corner) {
            check_position(ring.element(corner));
        }
        if (ring.value().front() != ring.value().back()) {
            ring.fail("the ring is not closed; its last position must be its first");
        }
    }
}

toolkit::GeometryPointer geometry_of(const JsonNode& node) {
    const toolkit::GdalErrors errors;
    // Nothing but the polygons: of a "crs" in it GDAL would follow an address.
    const nlohmann::json polygons{{"type", node.value()["type"]},
                                  {"coordinates", node.value()["coordinates"]}};
    toolkit::GeometryPointer geometry(
        OGRGeometryFactory::createFromGeoJson(polygons.dump().c_str()));
    if (!geometry) {
        node.fail("it cannot be read as GeoJSON: " + errors.first_failure());
    }
    geometry->flattenTo2D();
    return geometry;
}

void add_geometry(const JsonNode& node, OGRMultiPolygon& polygons) {
    const std::string type = node.member("type").text("the type of a geometry");
    const JsonNode coordinates = node.member("coordinates");
    if (type == "Polygon") {
        check_polygon(coordinates);
        polygons.addGeometryDirectly(geometry_of(node).release());
        return;
    }
    if (type != "MultiPolygon") {
        node.member("type").fail_expecting("'Polygon' or 'MultiPolygon'; an area is a polygon");
    }
    require_array(coordinates, 1, "a list of polygons");
    for (std::size_t i = 0; i < coordinates.value().size(); ++i) {
        check_polygon(coordinates.element(i));
    }
    const toolkit::GeometryPointer geometry = geometry_of(node);
    for (const OGRPolygon* polygon : *geometry->toMultiPolygon()) {
        polygons.addGeometry(polygon);
    }
}

void add_feature(const JsonNode& node, OGRMultiPolygon& polygons) {
    const JsonNode type = node.member("type");
    if (type.value() != "Feature") {
        type.fail_expecting("'Feature'");
    }
    add_geometry(node.member("geometry"), polygons);
}

/// A geometry, a feature or a collection of features, as polygons.
toolkit::GeometryPointer read_geojson(const JsonNode& node) {
    require_wgs84(node);
    auto polygons = std::make_unique<OGRMultiPolygon>();
    const nlohmann::json& type = node.member("type").value();
    if (type == "FeatureCollection") {
        const JsonNode features = node.member("features");
        require_array(features, 1, "a list of features");
        for (std::size_t i = 0; i < features.value().size(); ++i) {
            add_feature(features.element(i), *polygons);
        }
    } else if (type == "Feature") {
        add_feature(node, *polygons);
    } else {
        add_geometry(node, *polygons);
    }
    return toolkit::GeometryPointer(polygons.release());
}

} // namespace

ScenarioArea read_area(const JsonNode& node, bool allow_remote) {
    ScenarioArea area;
    if (node.value().is_string()) {
        area.layer = read_layer(node, allow_remote);
        return area;
    }
    if (!node.value().is_object()) {
        node.fail_expecting(expected_area);
    }
    if (node.find("type")) {
        area.inline_geometry = read_geojson(node);
        return area;
    }
    if (!node.find("layer")) {
        node.fail(fmt::format("it has neither 'layer' nor GeoJSON's 'type'; it must be {}",
                              expected_area));
    }
    node.allow_keys({"layer", "where"});
    area.layer = read_layer(node.member("layer"), allow_remote);
    if (const auto where = node.find("where")) {
        area.where = where->text("a condition on the layer");
        if (!allow_remote) {
            require_harmless(*where, area.where);
        }
    }
    return area;
}

} // namespace crims_tool
