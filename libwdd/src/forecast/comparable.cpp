// SPDX-License-Identifier: MIT
#include "wdd/comparable.hpp"

namespace wdd {

double usual_count(const AreaCounts& counts) {
    return counts.history ? (counts.pre + *counts.history) / 2 : counts.pre;
}

double size_factor(const AreaCounts& response) {
    constexpr double small_count = 30;
    return usual_count(response) < small_count ? 4 : 2.5;
}

bool is_comparable(const AreaCounts& other, const AreaCounts& response) {
    const double factor = size_factor(response);
    const double usual = usual_count(other);
    return usual_count(response) <= factor * usual && usual <= factor * usual_count(response) &&
           usual > 0;
}

std::vector<std::size_t> comparable_areas(std::span<const PlaceCounts> others,
                                          const PlaceCounts& response) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < others.size(); ++i) {
        if (is_comparable(others[i].area, response.area)) {
            indices.push_back(i);
        }
    }
    return indices;
}

} // namespace wdd
