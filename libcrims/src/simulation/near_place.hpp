// SPDX-License-Identifier: MIT
#pragma once

#include <boost/random/normal_distribution.hpp>

#include "crims/random.hpp"
#include "simulation/place_sampler.hpp"

namespace crims {

/// Where a near repeat happens: displaced by a Gaussian along each axis, drawn again while it lies
/// outside the zone, and where its parent was in the end.
inline Point near_place(const PlaceSampler& places, double spread, std::size_t zone,
                        const Point& parent, Stream& stream) {
    constexpr int attempts = 16;
    boost::random::normal_distribution<double> normal(0, spread);
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const double dx = normal(stream);
        const double dy = normal(stream);
        const Point point{parent.x + dx, parent.y + dy};
        if (places.may_hold(zone, point)) {
            return point;
        }
    }
    return parent;
}

} // namespace crims
