// SPDX-License-Identifier: MIT
#include "crims_tool/inject/scenario_sites.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <ogr_feature.h>
#include <ogr_geometry.h>

#include "crims_tool/shapes/triangles.hpp"
#include "toolkit/layers/computing_crs.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/ring_geometry.hpp"

namespace crims_tool {

namespace {

using toolkit::Crs;
using toolkit::DataError;
using toolkit::PolygonFeatures;

struct ReleaseDefinition {
    void operator()(OGRFeatureDefn* definition) const { definition->Release(); }
};

/// The polygons of an intervention in their own system.
struct AreaPolygons {
    std::string source;
    PolygonFeatures polygons;
    Crs crs;
};

Crs wgs84() {
    OGRSpatialReference reference;
    reference.SetWellKnownGeogCS("WGS84");
    return Crs(reference);
}

/// The polygons of a scenario's GeoJSON as features, numbered from 1.
PolygonFeatures inline_polygons(const OGRGeometry& geometry) {
    // GDAL counts the users of a definition, the features among them.
    const std::unique_ptr<OGRFeatureDefn, ReleaseDefinition> definition(
        OGRFeatureDefn::CreateFeatureDefn("area"));
    definition->Reference();
    PolygonFeatures polygons;
    for (const OGRPolygon* polygon : *geometry.toMultiPolygon()) {
        toolkit::FeaturePointer feature(OGRFeature::CreateFeature(definition.get()));
        feature->SetGeometry(polygon);
        feature->SetFID(static_cast<GIntBig>(polygons.features.size()) + 1);
        polygons.features.push_back(std::move(feature));
    }
    return polygons;
}

AreaPolygons read_polygons_of(const std::string& place, const ScenarioArea& area,
                              const std::optional<Crs>& assumed) {
    if (area.inline_geometry) {
        return {place, inline_polygons(*area.inline_geometry), wgs84()};
    }
    try {
        const auto layer = toolkit::Layer::open(area.layer, area.where);
        return {fmt::format("{}: {}", place, layer.text()), read_polygons(layer),
                layer.crs(assumed)};
    } catch (const DataError& error) {
        throw DataError(fmt::format("{}: {}", place, error.what()));
    }
}

/// The layer whose system is computed in.
std::size_t leading_area(const std::vector<AreaPolygons>& areas) {
    const auto found = std::find_if(areas.begin(), areas.end(), [](const AreaPolygons& area) {
        return area.crs.has_true_lengths();
    });
    return found == areas.end() ? 0 : static_cast<std::size_t>(found - areas.begin());
}

toolkit::ComputingCrs computing_crs(const std::vector<AreaPolygons>& areas,
                                    const std::optional<Crs>& wanted) {
    std::vector<toolkit::LayerPlace> places;
    places.reserve(areas.size());
    for (const AreaPolygons& area : areas) {
        places.push_back({area.source, area.crs, area.polygons.box()});
    }
    std::swap(places.front(), places[leading_area(areas)]);
    return toolkit::choose_crs(wanted, places.front(), std::span(places).subspan(1));
}

std::string ring_text(const toolkit::Distance& distance, const toolkit::LinearUnit& unit) {
    return distance.value == 0 ? "" : toolkit::distance_text(distance, unit);
}

double ring_width(const Scenario& scenario, const ScenarioIntervention& intervention,
                  const toolkit::LinearUnit& unit) {
    constexpr double longest_m = 1e6;
    const double distance = in_unit(intervention.ring, unit);
    if (!(distance * unit.metres <= longest_m)) {
        throw DataError(fmt::format(
            "{}: {}.ring.distance: the largest distance is 1000 km; check the number and its unit",
            scenario.file, intervention.path));
    }
    return distance;
}

wdd::Area all_areas(const ScenarioAreas& scenario) {
    std::vector<wdd::Wkb> areas;
    areas.reserve(scenario.areas.size());
    for (const wdd::Area& area : scenario.areas) {
        areas.push_back(area.wkb());
    }
    return wdd::Area::dissolve(areas);
}

} // namespace

ScenarioAreas read_scenario_areas(const Scenario& scenario, const std::optional<Crs>& wanted,
                                  const std::optional<Crs>& assumed) {
    std::vector<AreaPolygons> read;
    for (const ScenarioIntervention& intervention : scenario.interventions) {
        read.push_back(
            read_polygons_of(fmt::format("{}: {}.area", scenario.file, intervention.path),
                             intervention.area, assumed));
    }
    const toolkit::ComputingCrs chosen = computing_crs(read, wanted);
    ScenarioAreas result{.areas = {},
                         .distance = {},
                         .distance_text = {},
                         .crs = chosen.computing,
                         .warnings = {},
                         .notes = {}};
    if (!chosen.note.empty()) {
        result.notes.push_back(chosen.note);
    }
    const toolkit::LinearUnit unit = chosen.computing.unit();
    for (std::size_t i = 0; i < read.size(); ++i) {
        const ScenarioIntervention& intervention = scenario.interventions[i];
        result.areas.push_back(dissolved_area(read[i].source, read[i].polygons, read[i].crs,
                                              chosen.computing, result.warnings));
        result.distance.push_back(ring_width(scenario, intervention, unit));
        result.distance_text.push_back(ring_text(intervention.ring, unit));
    }
    if (auto warning = toolkit::distortion_warning(chosen.computing, result.areas.front().box())) {
        result.warnings.push_back(*std::move(warning));
    }
    return result;
}

SiteLocator::SiteLocator(const ScenarioAreas& scenario, std::size_t intervention)
    : m_zones(scenario.areas[intervention],
              scenario.areas.size() == 1 ? scenario.areas.front() : all_areas(scenario),
              scenario.distance[intervention]) {}

crims::InjectionSite SiteLocator::locate(double x, double y) {
    const wdd::ZoneSet zones = m_zones.locate(x, y);
    if (holds(zones, wdd::Zone::treated)) {
        return crims::InjectionSite::area;
    }
    const bool in_ring =
        holds(zones, wdd::Zone::treated_displacement) && !holds(zones, wdd::Zone::control);
    return in_ring ? crims::InjectionSite::ring : crims::InjectionSite::elsewhere;
}

std::vector<crims::Triangle> ring_triangles(const ScenarioAreas& scenario,
                                            std::size_t intervention) {
    const auto ring =
        wdd::ring_around(scenario.areas[intervention], scenario.distance[intervention]);
    if (!ring) {
        return {};
    }
    const std::array polygons{ring->wkb()};
    return triangulate(polygons,
                       [](std::size_t, const std::string& problem) {
                           return DataError("a displacement area cannot be cut into triangles: " +
                                            problem);
                       })
        .front();
}

} // namespace crims_tool
