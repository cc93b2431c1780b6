// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/donor_search.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/evaluate/design/cell_places.hpp"
#include "crims_tool/shapes/triangle_area.hpp"
#include "wdd/comparable.hpp"
#include "wdd/comparison_zones.hpp"
#include "wdd/copy_counter.hpp"
#include "wdd/ring_geometry.hpp"

namespace crims_tool {

namespace {

constexpr std::size_t most_copies = 500;

double clear_distance(const EvaluationAreas& areas, std::size_t ring, double metre) {
    return std::max(wdd::clear_distance(areas.rings[ring].width, metre), areas.injection_width);
}

bool areas_meet(const wdd::Area& a, const wdd::Area& b) {
    return a.box().meets(b.box()) && wdd::shared_area(a, b) > 0;
}

wdd::Area united(const std::vector<wdd::Area>& areas, const std::vector<std::size_t>& group) {
    if (group.size() == 1) {
        return areas[group.front()];
    }
    std::vector<wdd::Wkb> parts;
    parts.reserve(group.size());
    for (const std::size_t member : group) {
        parts.push_back(areas[member].wkb());
    }
    return wdd::Area::dissolve(parts);
}

/// Every place of crime; where it is, not how much of it.
wdd::KeyedPoints all_places(const crims::Model& model, crims::Placement placement) {
    const CellPlaces where(model, placement);
    wdd::KeyedPoints points;
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
            for (const crims::Place& place : where.of(zone, type)) {
                points.add(place.x, place.y, 0);
            }
        }
    }
    return points;
}

} // namespace

std::vector<ZoneShape> zone_shapes(const crims::Model& model) {
    std::vector<ZoneShape> shapes;
    for (std::size_t zone = 0; !model.triangles.empty() && zone < model.zones.size(); ++zone) {
        if (auto area = area_of(model.triangles_of(zone))) {
            shapes.push_back({zone, std::move(*area)});
        }
    }
    return shapes;
}

DonorSearch::DonorSearch(const EvaluationAreas& areas, std::size_t ring, double metre,
                         const wdd::AreaCounts& response)
    : m_areas(areas), m_response(response), m_width(areas.rings[ring].width), m_metre(metre),
      m_distance(clear_distance(areas, ring, metre)),
      m_near(wdd::surrounded(areas.response, m_distance)) {}

Donors DonorSearch::none_yet() const {
    constexpr double metres_a_km = 1000;
    return {.distance_text = fmt::format("{:.3g} km", m_distance / m_metre / metres_a_km),
            .has_rings = m_width > 0,
            .control_is_far = !areas_meet(m_areas.control, m_near)};
}

bool DonorSearch::is_clear(const wdd::Area& area) const {
    return !areas_meet(area, m_near) && !areas_meet(area, m_areas.control);
}

/// False for so many or so few crimes at the mean rates that no replicate is going to take the
/// area: twice as far from the response area as a comparison area may be.
bool DonorSearch::may_compare(double count) const {
    const double factor = 2 * wdd::size_factor(m_response);
    const double wanted = wdd::usual_count(m_response);
    return count > 0 && wanted <= factor * count && count <= factor * wanted;
}

Donors DonorSearch::zones(const std::vector<ZoneShape>& shapes,
                          const std::vector<wdd::AreaCounts>& of_zones) const {
    Donors donors = none_yet();
    std::vector<wdd::ComparisonZone> zones;
    std::vector<wdd::Area> areas;
    for (const ZoneShape& shape : shapes) {
        if (is_clear(shape.area)) {
            zones.push_back({.box = shape.area.box(), .counts = of_zones[shape.zone]});
            areas.push_back(shape.area);
        }
    }
    const bool merge = wdd::need_merging(zones, m_response);
    donors.what = merge ? "zones of the model, merged with neighbours" : "zones of the model";
    std::vector<std::vector<std::size_t>> groups(zones.size());
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        groups[zone] = {zone};
    }
    if (merge) {
        groups = wdd::merged_zones(zones, wdd::neighbouring_zones(areas, m_metre), m_response);
    }
    for (const std::vector<std::size_t>& group : groups) {
        double count = 0;
        for (const std::size_t member : group) {
            count += wdd::usual_count(zones[member].counts);
        }
        if (may_compare(count)) {
            donors.areas.push_back(united(areas, group));
        }
    }
    return donors;
}

Donors DonorSearch::copies(const crims::Model& model, crims::Placement placement) const {
    Donors donors = none_yet();
    donors.what = "copies of the response area";
    const wdd::KeyedPoints places = all_places(model, placement);
    const wdd::CopyCounter counter(m_areas.response, 0, places, {wdd::Span::pre});
    for (const wdd::CountedCopy& one : counter.copies()) {
        if (donors.areas.size() == most_copies) {
            break;
        }
        wdd::Area copy = wdd::moved(m_areas.response, one.motion);
        if (is_clear(copy)) {
            donors.areas.push_back(std::move(copy));
        }
    }
    return donors;
}

} // namespace crims_tool
