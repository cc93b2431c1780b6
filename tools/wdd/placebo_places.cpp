// SPDX-License-Identifier: MIT
#include "placebo_places.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::Layer;
using toolkit::PolygonFeatures;

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

std::string zone_name(const OGRFeature& feature, int field) {
    return field < 0 ? fmt::format("feature {}", feature.GetFID())
                     : std::string(feature.GetFieldAsString(field));
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
    const int field = options.group_field.empty()
                          ? -1
                          : layer.field_index(options.group_field, "--candidates-field");
    const toolkit::Crs crs = layer.crs(assumed);
    std::vector<std::pair<std::string, PolygonFeatures>> groups;
    std::map<std::string, std::size_t> group_of;
    for (OGRFeatureUniquePtr& feature : toolkit::read_polygons(layer).features) {
        std::string name = zone_name(*feature, field);
        const auto [place, is_new] = group_of.emplace(name, groups.size());
        if (is_new) {
            groups.emplace_back(std::move(name), PolygonFeatures{});
        }
        groups[place->second].second.features.push_back(std::move(feature));
    }
    std::vector<CandidateZone> zones;
    zones.reserve(groups.size());
    for (auto& [name, polygons] : groups) {
        zones.push_back({name, toolkit::dissolved_area(layer, polygons, crs, areas.crs, warnings)});
    }
    return zones;
}

std::vector<wdd::Area> avoided_areas(const StudyAreas& areas, wdd::OverlapRule rule) {
    const double rings = rule == wdd::OverlapRule::error ? 2 : 1;
    return {wdd::surrounded(areas.response, areas.distance),
            wdd::surrounded(areas.control, rings * areas.distance)};
}

} // namespace wdd_tool
