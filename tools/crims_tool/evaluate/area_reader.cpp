// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/area_reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <ogr_geometry.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::Crs;
using toolkit::DataError;

constexpr const char* longitude_latitude = "EPSG:4326";
constexpr double square_kilometre = 1e6;

/// A width without a unit is in the model's, and whoever has areas in degrees may mean degrees.
void require_units(const std::vector<toolkit::Distance>& rings, const toolkit::Layer& layer) {
    const auto bare = std::ranges::find_if(
        rings, [](const toolkit::Distance& ring) { return ring.value != 0 && !ring.unit; });
    if (bare != rings.end() && !layer.crs(std::nullopt).is_projected()) {
        throw toolkit::UsageError(fmt::format(
            "⟨--displacement⟩ '{}' has no unit, and {} is in degrees; write the unit, such as \"250 m\"",
            bare->value, layer.text()));
    }
}

wdd::Area layer_area(const toolkit::LayerReference& reference, const std::string& where,
                     const std::vector<toolkit::Distance>& rings, const Crs& crs,
                     std::vector<std::string>& warnings) {
    const toolkit::Layer layer = toolkit::Layer::open(reference, where);
    require_units(rings, layer);
    return toolkit::dissolved_area(layer, toolkit::read_polygons(layer), layer.crs(std::nullopt),
                                   crs, warnings);
}

wdd::Wkb wkb_of(const OGRGeometry& geometry) {
    wdd::Wkb wkb(geometry.WkbSize());
    geometry.exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()));
    return wkb;
}

/// GeoJSON of the scenario's own.
wdd::Area inline_area(const Scenario& scenario, const ScenarioIntervention& intervention,
                      const Crs& crs) {
    const toolkit::GeometryPointer geometry(intervention.area.inline_geometry->clone());
    toolkit::Transformation transformation(Crs::from_text(longitude_latitude, "area"), crs);
    if (transformation.get() != nullptr &&
        geometry->transform(transformation.get()) != OGRERR_NONE) {
        throw DataError(fmt::format(
            "{}: {}.area: it cannot be moved to {}; write longitude and latitude in degrees",
            scenario.file, intervention.path, crs.text()));
    }
    try {
        const std::vector<wdd::Wkb> polygons(1, wkb_of(*geometry));
        return wdd::Area::dissolve(polygons);
    } catch (const wdd::GeometryError& error) {
        throw DataError(
            fmt::format("{}: {}.area: {}", scenario.file, intervention.path, error.what()));
    }
}

wdd::Area response_area(const Scenario& scenario, const std::vector<toolkit::Distance>& rings,
                        const Crs& crs, std::vector<std::string>& warnings) {
    std::vector<wdd::Wkb> parts;
    for (const ScenarioIntervention& intervention : scenario.interventions) {
        const ScenarioArea& area = intervention.area;
        parts.push_back((area.inline_geometry
                             ? inline_area(scenario, intervention, crs)
                             : layer_area(area.layer, area.where, rings, crs, warnings))
                            .wkb());
    }
    return wdd::Area::dissolve(parts);
}

std::string text_of(const toolkit::Distance& distance, const toolkit::LinearUnit& unit) {
    return distance.value == 0 ? "0" : toolkit::distance_text(distance, unit);
}

/// Each width once, as it is written first: 250 m is 0.25 km.
std::vector<RingWidth> different_rings(const std::vector<toolkit::Distance>& distances,
                                       const toolkit::LinearUnit& unit) {
    constexpr double rounding = 1e-9;
    std::vector<RingWidth> rings;
    for (const toolkit::Distance& distance : distances) {
        const double width = toolkit::in_unit(distance, unit);
        const bool is_known =
            std::any_of(rings.begin(), rings.end(), [width](const RingWidth& known) {
                return std::abs(known.width - width) <= rounding * width;
            });
        if (!is_known) {
            rings.push_back({width, text_of(distance, unit)});
        }
    }
    return rings;
}

void require_apart(const EvaluationAreas& areas, double unit) {
    const double shared = wdd::shared_area(areas.response, areas.control);
    if (shared > 0) {
        throw DataError(fmt::format(
            "the scenario's area and the control area overlap ({:.4g} km² are in both, {:.1f} % of the scenario's); a crime there would count for and against; choose a control area elsewhere",
            shared * unit / square_kilometre, 100 * shared / areas.response.area()));
    }
}

void require_clean_control(const Scenario& scenario, const EvaluationAreas& areas, double unit) {
    const wdd::ZoneGeometry zones = wdd::zone_geometry(
        areas.response, areas.control, areas.injection_width, wdd::OverlapRule::count);
    if (zones.overlaps.response_ring_in_control > 0) {
        throw DataError(fmt::format(
            "{}: {}.ring: displaced crimes would land in the control area (the ring covers {:.4g} km² of it) and look like an effect; make the ring narrower or choose a control area further away",
            scenario.file, scenario.interventions.front().path,
            zones.overlaps.response_ring_in_control * unit / square_kilometre));
    }
}

} // namespace

EvaluationAreas read_areas(const Scenario& scenario, const AreaRequest& request, const Crs& crs) {
    std::vector<std::string> warnings;
    const wdd::Area response = response_area(scenario, request.rings, crs, warnings);
    const wdd::Area control =
        layer_area(request.control, request.control_where, request.rings, crs, warnings);
    const toolkit::LinearUnit unit = crs.unit();
    const std::vector<RingWidth> rings = different_rings(request.rings, unit);
    const ScenarioIntervention& first = scenario.interventions.front();
    EvaluationAreas areas =
        make_areas(response, control, rings, toolkit::in_unit(first.ring, unit));
    require_apart(areas, unit.metres * unit.metres);
    if (areas.injection_width > 0) {
        require_clean_control(scenario, areas, unit.metres * unit.metres);
    }
    areas.warnings.insert(areas.warnings.begin(), warnings.begin(), warnings.end());
    return areas;
}

} // namespace crims_tool
