// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/places.hpp"

#include <utility>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/text/errors.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::Layer;
using toolkit::NamedPolygons;

void require_inside(const Layer& layer, const wdd::Area& region, const wdd::Area& area,
                    std::string_view name, std::vector<std::string>& warnings) {
    constexpr double percent = 100;
    constexpr double most_outside = 20; // a coast that another source draws otherwise
    constexpr double worth_a_word = 0.001;
    const double inside = wdd::shared_area(area, region);
    const double outside = percent * (1 - inside / area.area());
    if (outside > most_outside) {
        throw DataError(fmt::format(
            "{}: {:.1f} % of the {} area lies outside the region; name a region that holds both "
            "areas and the places they could have been",
            layer.text(), outside, name));
    }
    if (outside > worth_a_word) {
        warnings.push_back(
            fmt::format("{}: {:.3g} % of the {} area lies outside the region, so as much of "
                        "a random place may, too.",
                        layer.text(), outside, name));
    }
}

/// Each feature is a zone of its own, unless a field names the zones.
std::vector<NamedPolygons> zone_polygons(const Layer& layer, const std::string& field) {
    if (!field.empty()) {
        return toolkit::read_named_polygons(layer, field, "--candidates-field");
    }
    std::vector<NamedPolygons> zones;
    for (toolkit::FeaturePointer& feature : toolkit::read_polygons(layer).features) {
        zones.push_back({fmt::format("feature {}", feature->GetFID()), {}});
        zones.back().polygons.features.push_back(std::move(feature));
    }
    return zones;
}

} // namespace

wdd::Area read_region(const PlaceOptions& options, const std::optional<toolkit::Crs>& assumed,
                      const StudyAreas& areas, std::vector<std::string>& warnings) {
    const Layer layer = Layer::open(options.layer, options.where);
    wdd::Area region = toolkit::dissolved_area(layer, toolkit::read_polygons(layer),
                                               layer.crs(assumed), areas.crs, warnings);
    require_inside(layer, region, areas.response, "response", warnings);
    require_inside(layer, region, areas.control, "control", warnings);
    return region;
}

std::vector<CandidateZone> read_candidates(const PlaceOptions& options,
                                           const std::optional<toolkit::Crs>& assumed,
                                           const StudyAreas& areas,
                                           std::vector<std::string>& warnings) {
    const Layer layer = Layer::open(options.layer, options.where);
    const toolkit::Crs crs = layer.crs(assumed);
    std::vector<CandidateZone> zones;
    for (const auto& [name, polygons] : zone_polygons(layer, options.group_field)) {
        zones.push_back({name, toolkit::dissolved_area(layer, polygons, crs, areas.crs, warnings)});
    }
    return zones;
}

double clearance(const StudyAreas& areas, wdd::OverlapRule rule) {
    return areas.distance * (rule == wdd::OverlapRule::error ? 2 : 1);
}

std::vector<wdd::Area> avoided_areas(const StudyAreas& areas, wdd::OverlapRule rule) {
    return {wdd::surrounded(areas.response, areas.distance),
            wdd::surrounded(areas.control, clearance(areas, rule))};
}

} // namespace wdd_tool
