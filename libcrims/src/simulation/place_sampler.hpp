// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crims/model.hpp"
#include "crims/random.hpp"
#include "crims/simulator.hpp"
#include "simulation/alias_table.hpp"
#include "simulation/triangle_place.hpp"

namespace crims {

/// Draws where a crime of a cell happens.
class PlaceSampler {
  public:
    /// Throws std::invalid_argument if the model lacks what the placement needs.
    PlaceSampler(const Model& model, Placement placement);

    /// `bits` choose among the places that have been observed; `block` is drawn from where there
    /// are none, or places are not wanted.
    Point place(std::size_t cell, std::uint32_t bits, const StreamKey& key,
                std::uint32_t index) const;

    /// Has the memory fetched that place() will look into, which is far apart from crime to crime.
    void prefetch(std::size_t cell, std::uint32_t bits) const {
        const Range& range = m_points_of[cell];
        const std::size_t at = range.begin + first_choice(range.end - range.begin, bits);
        __builtin_prefetch(m_point_table.data() + at);
        __builtin_prefetch(m_points.data() + at);
    }

    /// True if the point lies in the zone, or the zone's area is not known.
    bool may_hold(std::size_t zone, const Point& point) const;

    std::size_t zone_of(std::size_t cell) const { return cell / m_model.crime_types.size(); }

    /// Of the places where a cell's crimes are put the nearest to a point but for one; the point
    /// itself where none is known, and that one where it is the only one.
    Point nearest_observed(std::size_t cell, const Point& point, const Point& other_than) const;

  private:
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    void add_observed(const Model& model);
    void add_areas(const Model& model);
    Range add_places(std::span<const Place> places);
    Point uniform_in(std::size_t zone, const RandomBlock& random) const;

    const Model& m_model;
    std::vector<Point> m_points;
    std::vector<AliasEntry> m_point_table;
    std::vector<Range> m_points_of; ///< one per cell; empty: draw in the zone's area
    std::vector<AliasEntry> m_triangle_table;
};

} // namespace crims
