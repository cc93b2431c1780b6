// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "crims/knox.hpp"

namespace crims {

/// All crimes at one place, by their days in order.
struct CrimePlace {
    double x = 0;
    double y = 0;
    std::vector<int> days;
};

/// The distinct places of crimes, in order of their coordinates.
std::vector<CrimePlace> crime_places(std::span<const KnoxEvent> events);

/// Finds pairs of places near each other; cells of a grid are as wide as the longest distance.
class NearPlaces {
  public:
    /// Keeps a reference to the places.
    NearPlaces(const std::vector<CrimePlace>& places, double longest);

    /// Calls `visit(distance, other)` for each place after this one that is near it, or may be a
    /// little farther than the longest distance.
    template<class Visit>
    void visit_after(std::size_t place, Visit visit) const {
        const auto [column, row] = cell_of(m_places[place]);
        for (std::int64_t dx = -1; dx <= 1; ++dx) {
            for (std::int64_t dy = -1; dy <= 1; ++dy) {
                const auto found = m_grid.find({column + dx, row + dy});
                if (found != m_grid.end()) {
                    visit_cell(place, found->second, visit);
                }
            }
        }
    }

  private:
    using Cell = std::pair<std::int64_t, std::int64_t>;

    struct CellHash {
        std::size_t operator()(const Cell& cell) const {
            constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
            return (static_cast<std::uint64_t>(cell.first) * odd) ^
                   static_cast<std::uint64_t>(cell.second);
        }
    };

    Cell cell_of(const CrimePlace& place) const;
    double distance(std::size_t a, std::size_t b) const;

    template<class Visit>
    void visit_cell(std::size_t place, const std::vector<std::uint32_t>& cell, Visit& visit) const {
        for (const std::uint32_t other : cell) {
            if (other > place) { // each pair of places once
                visit(distance(place, other), std::size_t{other});
            }
        }
    }

    const std::vector<CrimePlace>& m_places;
    double m_width;
    std::unordered_map<Cell, std::vector<std::uint32_t>, CellHash> m_grid;
};

/// How many pairs of all crimes there are by how many days apart, 0 to `longest`.
std::vector<double> pairs_by_days(std::span<const KnoxEvent> events, int longest);

} // namespace crims
