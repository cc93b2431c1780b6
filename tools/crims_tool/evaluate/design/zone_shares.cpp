// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/zone_shares.hpp"

#include <algorithm>
#include <span>

#include "crims_tool/shapes/triangle_area.hpp"
#include "wdd/overlay.hpp"

namespace crims_tool {

namespace {

using crims::Model;
using crims::Place;

bool triangle_meets(const crims::Triangle& t, const wdd::Box& box) {
    const auto [left, right] = std::minmax({t.x[0], t.x[1], t.x[2]});
    const auto [bottom, top] = std::minmax({t.y[0], t.y[1], t.y[2]});
    return left <= box.max_x && box.min_x <= right && bottom <= box.max_y && box.min_y <= top;
}

double size_of(const std::optional<wdd::Area>& area) {
    return area ? area->area() : 0;
}

/// What a crime's place is drawn from when it is not among a cell's own places.
class ZoneSpread {
  public:
    ZoneSpread(const Model& model, const PlaneParts& parts) : m_model(model), m_parts(parts) {
        for (const auto& area : parts.areas) {
            if (area) {
                m_box = m_any ? m_box.joined(area->box()) : area->box();
                m_any = true;
            }
        }
    }

    std::vector<double> of_places(std::span<const Place> places) const {
        std::vector<double> shares(m_parts.areas.size(), 0);
        double total = 0;
        for (const Place& place : places) {
            total += place.weight;
            if (const auto part = m_parts.locate(place.x, place.y)) {
                shares[*part] += place.weight;
            }
        }
        for (double& share : shares) {
            share /= total;
        }
        return shares;
    }

    std::vector<double> of_area(std::size_t zone) const {
        std::vector<double> shares(m_parts.areas.size(), 0);
        const std::span<const crims::Triangle> triangles = m_model.triangles_of(zone);
        if (triangles.empty() || !meets(triangles)) {
            return shares;
        }
        const std::optional<wdd::Area> whole = area_of(triangles);
        for (std::size_t part = 0; whole && part < shares.size(); ++part) {
            const auto& area = m_parts.areas[part];
            shares[part] = area ? size_of(wdd::common_area(*whole, *area)) / whole->area() : 0;
        }
        return shares;
    }

  private:
    bool meets(std::span<const crims::Triangle> triangles) const {
        return m_any &&
               std::any_of(triangles.begin(), triangles.end(),
                           [this](const crims::Triangle& t) { return triangle_meets(t, m_box); });
    }

    const Model& m_model;
    const PlaneParts& m_parts;
    wdd::Box m_box;
    bool m_any = false;
};

bool any(const std::vector<double>& shares) {
    return std::any_of(shares.begin(), shares.end(), [](double share) { return share > 0; });
}

std::span<const Place> places_of_zone(const Model& model, std::size_t zone) {
    if (model.places.empty()) {
        return {};
    }
    const std::size_t first = model.place_begin[model.cell(zone, 0)];
    const std::size_t last = model.place_begin[model.cell(zone + 1, 0)];
    return std::span(model.places).subspan(first, last - first);
}

} // namespace

std::vector<CellShares> cell_shares(const Model& model, crims::Placement placement,
                                    const PlaneParts& parts) {
    const ZoneSpread spread(model, parts);
    std::vector<CellShares> cells;
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        const bool observed = placement == crims::Placement::observed;
        const std::span<const Place> of_zone =
            observed ? places_of_zone(model, zone) : std::span<const Place>();
        const std::vector<double> otherwise =
            of_zone.empty() ? spread.of_area(zone) : spread.of_places(of_zone);
        for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
            const std::span<const Place> own =
                observed ? model.places_of(model.cell(zone, type)) : std::span<const Place>();
            std::vector<double> shares = own.empty() ? otherwise : spread.of_places(own);
            if (any(shares)) {
                cells.push_back({.zone = zone, .crime_type = type, .share = std::move(shares)});
            }
        }
    }
    return cells;
}

double area_in_zones(const Model& model, const wdd::Area& area) {
    const wdd::Box box = area.box();
    double inside = 0;
    for (const crims::Triangle& triangle : model.triangles) {
        const std::optional<wdd::Area> covered =
            triangle_meets(triangle, box) ? area_of({&triangle, 1}) : std::nullopt;
        inside += covered ? size_of(wdd::common_area(*covered, area)) : 0;
    }
    return inside;
}

} // namespace crims_tool
