// SPDX-License-Identifier: MIT
#pragma once

#include <boost/random/normal_distribution.hpp>

#include "crims/random.hpp"
#include "crims/simulator.hpp"
#include "simulation/place_sampler.hpp"

namespace crims {

/// Where a near repeat happens: at its parent's place, or displaced by a Gaussian along each axis,
/// drawn again while it lies outside the zone, and where its parent was in the end. What is
/// displaced from an observed place is put at the nearest of these.
inline Point near_place(const PlaceSampler& places, const NearRepeat& repeats, std::size_t cell,
                        const Point& parent, Stream& stream) {
    constexpr int attempts = 16;
    if (repeats.same_place > 0 && stream.uniform() < repeats.same_place) {
        return parent;
    }
    boost::random::normal_distribution<double> normal(0, repeats.spread);
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const double dx = normal(stream);
        const double dy = normal(stream);
        const Point point{parent.x + dx, parent.y + dy};
        if (places.may_hold(places.zone_of(cell), point)) {
            return places.nearest_observed(cell, point, parent);
        }
    }
    return parent;
}

} // namespace crims
