// SPDX-License-Identifier: MIT
#include "wdd/false_alarms.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace wdd {

namespace {

/// Of area and ring together; their histories have no part in the plain test.
BeforeAfter with_ring(const PlaceCounts& place) {
    return place.ring ? BeforeAfter{.pre = place.area.pre + place.ring->pre,
                                    .post = place.area.post + place.ring->post}
                      : BeforeAfter{.pre = place.area.pre, .post = place.area.post};
}

} // namespace

std::optional<FalseAlarms> plain_false_alarms(std::span<const PlaceCounts> comparison_areas) {
    constexpr std::size_t most_areas = 1000;
    constexpr std::size_t fewest_pairs = 20;
    constexpr double alike = 0.2;
    const auto places = comparison_areas.first(std::min(comparison_areas.size(), most_areas));
    std::vector<BeforeAfter> all;
    all.reserve(places.size());
    for (const PlaceCounts& place : places) {
        all.push_back(with_ring(place));
    }
    FalseAlarms result;
    std::size_t alarms = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < all.size(); ++j) {
            const double counted = all[i].pre + all[i].post + all[j].pre + all[j].post;
            const double before = places[i].area.pre;
            if (i == j || counted == 0 || std::abs(places[j].area.pre - before) > alike * before) {
                continue;
            }
            const double wdd = (all[i].post - all[i].pre) - (all[j].post - all[j].pre);
            ++result.pairs;
            alarms += wdd / std::sqrt(counted) <= -z_95 ? 1 : 0;
        }
    }
    if (result.pairs < fewest_pairs) {
        return std::nullopt;
    }
    result.share = static_cast<double>(alarms) / static_cast<double>(result.pairs);
    return result;
}

} // namespace wdd
