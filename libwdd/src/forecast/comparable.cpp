// SPDX-License-Identifier: MIT
#include "wdd/comparable.hpp"

#include <algorithm>

namespace wdd {

double usual_count(const AreaCounts& counts) {
    return counts.history ? (counts.pre + *counts.history) / 2 : counts.pre;
}

namespace {

constexpr double narrow_factor = 2.5;
constexpr double wide_factor = 4;

bool is_within(double factor, const AreaCounts& other, const AreaCounts& response) {
    const double usual = usual_count(other);
    return usual_count(response) <= factor * usual && usual <= factor * usual_count(response) &&
           usual > 0;
}

std::vector<std::size_t> areas_within(double factor, std::span<const PlaceCounts> others,
                                      const PlaceCounts& response) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < others.size(); ++i) {
        if (is_within(factor, others[i].area, response.area)) {
            indices.push_back(i);
        }
    }
    return indices;
}

} // namespace

double size_factor(const AreaCounts& response) {
    constexpr double small_count = 30;
    return usual_count(response) < small_count ? wide_factor : narrow_factor;
}

bool is_comparable(const AreaCounts& other, const AreaCounts& response) {
    return is_within(size_factor(response), other, response);
}

bool may_be_comparable(const AreaCounts& least, const AreaCounts& most,
                       const AreaCounts& response) {
    const double factor = size_factor(response);
    const double usual = usual_count(response);
    return usual <= factor * usual_count(most) && usual_count(least) <= factor * usual &&
           usual_count(most) > 0;
}

double clear_distance(double ring_width, double metre) {
    constexpr double least_metres = 1000;
    return std::max(2 * ring_width, least_metres * metre);
}

std::vector<std::size_t> comparable_areas(std::span<const PlaceCounts> others,
                                          const PlaceCounts& response) {
    std::vector<std::size_t> near = areas_within(narrow_factor, others, response);
    return near.size() >= fewest_comparison_areas
               ? near
               : areas_within(size_factor(response.area), others, response);
}

} // namespace wdd
