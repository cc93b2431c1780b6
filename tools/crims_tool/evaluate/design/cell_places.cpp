// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/cell_places.hpp"

#include <array>
#include <cmath>
#include <span>

namespace crims_tool {

namespace {

/// Points that stand for a zone's area: a share of it is right to about a hundredth.
constexpr double points_a_zone = 400;

double size_of(const crims::Triangle& t) {
    return std::abs(((t.x[1] - t.x[0]) * (t.y[2] - t.y[0])) -
                    ((t.x[2] - t.x[0]) * (t.y[1] - t.y[0]))) /
           2;
}

/// Number `i` of points that fill a triangle evenly (a Kronecker sequence, folded).
crims::Place point_in(const crims::Triangle& t, std::size_t i, double weight) {
    constexpr std::array steps = {0.7548776662466927, 0.5698402909980532};
    const auto number = static_cast<double>(i) + 1;
    double u = (number * steps[0]) - std::floor(number * steps[0]);
    double v = (number * steps[1]) - std::floor(number * steps[1]);
    if (u + v > 1) {
        u = 1 - u;
        v = 1 - v;
    }
    return {.x = t.x[0] + (u * (t.x[1] - t.x[0])) + (v * (t.x[2] - t.x[0])),
            .y = t.y[0] + (u * (t.y[1] - t.y[0])) + (v * (t.y[2] - t.y[0])),
            .weight = weight};
}

std::vector<crims::Place> spread_over(std::span<const crims::Triangle> triangles) {
    double whole = 0;
    for (const crims::Triangle& triangle : triangles) {
        whole += size_of(triangle);
    }
    std::vector<crims::Place> places;
    for (const crims::Triangle& triangle : triangles) {
        const double size = size_of(triangle);
        if (size <= 0) {
            continue;
        }
        const auto points = static_cast<std::size_t>(std::ceil(points_a_zone * size / whole));
        for (std::size_t i = 0; i < points; ++i) {
            places.push_back(point_in(triangle, i, size / static_cast<double>(points)));
        }
    }
    return places;
}

} // namespace

CellPlaces::CellPlaces(const crims::Model& model, crims::Placement placement)
    : m_model(model), m_observed(placement == crims::Placement::observed && !model.places.empty()) {
}

std::vector<crims::Place> CellPlaces::of(std::size_t zone, std::size_t crime_type) const {
    if (m_observed) {
        const std::span<const crims::Place> own = m_model.places_of(m_model.cell(zone, crime_type));
        if (!own.empty()) {
            return {own.begin(), own.end()};
        }
        std::vector<crims::Place> all; // of the zone's other types
        for (std::size_t type = 0; type < m_model.crime_types.size(); ++type) {
            const std::span<const crims::Place> some = m_model.places_of(m_model.cell(zone, type));
            all.insert(all.end(), some.begin(), some.end());
        }
        if (!all.empty()) {
            return all;
        }
    }
    return spread_over(m_model.triangles_of(zone));
}

} // namespace crims_tool
