// SPDX-License-Identifier: MIT
#include "simulation/place_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace crims {

namespace {

bool contains(const Triangle& t, const Point& point) {
    const std::array<Point, 3> corner = {{{t.x[0], t.y[0]}, {t.x[1], t.y[1]}, {t.x[2], t.y[2]}}};
    const double a = cross(corner[0], corner[1], point);
    const double b = cross(corner[1], corner[2], point);
    const double c = cross(corner[2], corner[0], point);
    return (a >= 0 && b >= 0 && c >= 0) || (a <= 0 && b <= 0 && c <= 0);
}

constexpr double as_unit(std::uint64_t bits) {
    return (static_cast<double>(static_cast<std::uint32_t>(bits)) + 0.5) * 0x1p-32;
}

} // namespace

PlaceSampler::PlaceSampler(const Model& model, Placement placement) : m_model(model) {
    m_points_of.resize(model.cell_count());
    if (placement == Placement::uniform && model.triangles.empty()) {
        throw std::invalid_argument(
            "uniform placement needs zones with polygons, and the model has none; calibrate with zones, or place by observed places");
    }
    if (placement == Placement::observed) {
        add_observed(model);
    }
    add_areas(model);
}

void PlaceSampler::add_observed(const Model& model) {
    m_points.reserve(model.places.size());
    for (std::size_t cell = 0; cell < model.cell_count(); ++cell) {
        m_points_of[cell] = add_places(model.places_of(cell));
    }
    // A type without a place of its own takes those of all types in the zone.
    const std::size_t types = model.crime_types.size();
    for (std::size_t zone = 0; zone < model.zones.size() && !model.places.empty(); ++zone) {
        const std::size_t first = model.place_begin[zone * types];
        const std::size_t last = model.place_begin[(zone + 1) * types];
        Range shared;
        for (std::size_t cell = zone * types; cell < (zone + 1) * types; ++cell) {
            Range& range = m_points_of[cell];
            if (range.begin == range.end && first != last) {
                if (shared.begin == shared.end) {
                    shared = add_places(std::span(model.places).subspan(first, last - first));
                }
                range = shared;
            }
        }
    }
}

PlaceSampler::Range PlaceSampler::add_places(std::span<const Place> places) {
    if (places.empty()) {
        return {};
    }
    std::vector<double> weights;
    for (const Place& place : places) {
        m_points.push_back({place.x, place.y});
        weights.push_back(place.weight);
    }
    const std::vector<AliasEntry> table = make_alias_table(weights);
    m_point_table.insert(m_point_table.end(), table.begin(), table.end());
    return {m_points.size() - places.size(), m_points.size()};
}

void PlaceSampler::add_areas(const Model& model) {
    std::vector<double> areas(model.triangles.size());
    std::transform(model.triangles.begin(), model.triangles.end(), areas.begin(), area);
    m_triangle_table.resize(areas.size());
    for (std::size_t zone = 0; zone + 1 < model.triangle_begin.size(); ++zone) {
        const std::size_t first = model.triangle_begin[zone];
        const std::size_t count = model.triangle_begin[zone + 1] - first;
        if (count > 0) {
            make_alias_table(std::span(areas).subspan(first, count),
                             std::span(m_triangle_table).subspan(first, count));
        }
    }
}

Point PlaceSampler::place(std::size_t cell, std::uint32_t bits, const StreamKey& key,
                          std::uint32_t index) const {
    const Range range = m_points_of[cell];
    if (range.begin != range.end) {
        const std::span table =
            std::span(m_point_table).subspan(range.begin, range.end - range.begin);
        return m_points[range.begin + draw(table, bits)];
    }
    return uniform_in(cell / m_model.crime_types.size(), Stream(key).block(index));
}

Point PlaceSampler::uniform_in(std::size_t zone, const RandomBlock& random) const {
    const std::span<const Triangle> triangles = m_model.triangles_of(zone);
    if (triangles.empty()) {
        const double none = std::numeric_limits<double>::quiet_NaN();
        return {none, none};
    }
    const std::span table =
        std::span(m_triangle_table).subspan(m_model.triangle_begin[zone], triangles.size());
    const Triangle& t = triangles[draw(table, static_cast<std::uint32_t>(random[0] >> 32U))];
    return place_in(t, as_unit(random[1] >> 32U), as_unit(random[1]));
}

Point PlaceSampler::nearest_observed(std::size_t cell, const Point& point,
                                     const Point& other_than) const {
    const Range range = m_points_of[cell];
    if (range.begin == range.end) {
        return point;
    }
    const Point* nearest = nullptr;
    double least = std::numeric_limits<double>::infinity(); // squared
    // Squares tell which is nearer, but for those so alike that they may be rounded apart.
    constexpr double alike = 1e-14;
    for (const Point& place : std::span(m_points).subspan(range.begin, range.end - range.begin)) {
        const double dx = place.x - point.x;
        const double dy = place.y - point.y;
        const double squared = dx * dx + dy * dy;
        if (squared > least * (1 + alike) || (place.x == other_than.x && place.y == other_than.y)) {
            continue;
        }
        if (nearest == nullptr || squared < least * (1 - alike) ||
            std::hypot(dx, dy) < std::hypot(nearest->x - point.x, nearest->y - point.y)) {
            nearest = &place;
            least = squared;
        }
    }
    return nearest != nullptr ? *nearest : other_than;
}

bool PlaceSampler::may_hold(std::size_t zone, const Point& point) const {
    const std::span<const Triangle> triangles = m_model.triangles_of(zone);
    return triangles.empty() || std::any_of(triangles.begin(), triangles.end(),
                                            [&](const Triangle& t) { return contains(t, point); });
}

} // namespace crims
