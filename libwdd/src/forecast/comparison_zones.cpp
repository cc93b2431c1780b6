// SPDX-License-Identifier: MIT
#include "wdd/comparison_zones.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "wdd/comparable.hpp"
#include "wdd/quantile.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd {

namespace {

/// How far two counts are from each other, as a ratio's logarithm.
double unlikeness(double count, double other) {
    return std::abs(std::log(count + 0.5) - std::log(other + 0.5));
}

double between_centres(const Box& a, const Box& b) {
    return std::hypot(a.min_x + a.max_x - b.min_x - b.max_x, a.min_y + a.max_y - b.min_y - b.max_y);
}

/// Joins zones one after the other.
class ZoneMerger {
  public:
    ZoneMerger(std::span<const ComparisonZone> zones,
               const std::vector<std::vector<std::size_t>>& neighbours, const AreaCounts& response)
        : m_zones(zones), m_neighbours(neighbours), m_target(usual_count(response)),
          m_taken(zones.size(), 0) {}

    std::vector<std::vector<std::size_t>> groups() {
        std::vector<std::vector<std::size_t>> groups;
        groups.reserve(m_zones.size());
        for (std::size_t zone = 0; zone < m_zones.size(); ++zone) {
            if (m_taken[zone] == 0) {
                groups.push_back(grown_from(zone));
            }
        }
        return groups;
    }

  private:
    std::vector<std::size_t> grown_from(std::size_t seed) {
        std::vector<std::size_t> group = {seed};
        m_taken[seed] = 1;
        double count = usual_count(m_zones[seed].counts);
        while (const std::optional<std::size_t> next = next_for(group, count)) {
            m_taken[*next] = 1;
            count += usual_count(m_zones[*next].counts);
            group.push_back(*next);
        }
        return group;
    }

    /// The neighbour nearest to the first zone, if the group is nearer to its aim with it.
    std::optional<std::size_t> next_for(const std::vector<std::size_t>& group, double now) const {
        std::optional<std::size_t> nearest;
        double distance = std::numeric_limits<double>::infinity();
        if (now >= m_target) {
            return nearest;
        }
        for (const std::size_t member : group) {
            for (const std::size_t zone : m_neighbours[member]) {
                const double away = between_centres(m_zones[zone].box, m_zones[group.front()].box);
                const double with_it = now + usual_count(m_zones[zone].counts);
                // Of those equally far the first: what the order of the members is does not matter.
                const bool nearer = away < distance || (away == distance && zone < *nearest);
                if (m_taken[zone] == 0 && nearer &&
                    unlikeness(with_it, m_target) < unlikeness(now, m_target)) {
                    nearest = zone;
                    distance = away;
                }
            }
        }
        return nearest;
    }

    std::span<const ComparisonZone> m_zones;
    const std::vector<std::vector<std::size_t>>& m_neighbours;
    double m_target;
    std::vector<std::uint8_t> m_taken; ///< one per zone
};

} // namespace

std::vector<std::vector<std::size_t>> neighbouring_zones(std::span<const Area> zones,
                                                         double slack) {
    std::vector<Box> boxes;
    boxes.reserve(zones.size());
    for (const Area& zone : zones) {
        boxes.push_back(zone.box());
    }
    std::vector<std::size_t> from_left(zones.size());
    std::iota(from_left.begin(), from_left.end(), 0);
    std::stable_sort(from_left.begin(), from_left.end(), [&boxes](std::size_t a, std::size_t b) {
        return boxes[a].min_x < boxes[b].min_x;
    });
    std::vector<std::vector<std::size_t>> neighbours(zones.size());
    for (auto left = from_left.begin(); left != from_left.end(); ++left) {
        const Box reach = boxes[*left].grown(slack);
        std::optional<Area> grown; // costs much, and is not always needed
        for (auto other = left + 1; other != from_left.end() && boxes[*other].min_x <= reach.max_x;
             ++other) {
            if (boxes[*other].min_y > reach.max_y || reach.min_y > boxes[*other].max_y) {
                continue;
            }
            if (!grown) {
                grown = surrounded(zones[*left], slack);
            }
            if (shared_area(*grown, zones[*other]) > 0) {
                neighbours[*left].push_back(*other);
                neighbours[*other].push_back(*left);
            }
        }
    }
    for (std::vector<std::size_t>& of_zone : neighbours) {
        std::sort(of_zone.begin(), of_zone.end());
    }
    return neighbours;
}

bool need_merging(std::span<const ComparisonZone> zones, const AreaCounts& response) {
    constexpr double much_smaller = 2;
    if (zones.empty()) {
        return false;
    }
    std::vector<double> counts;
    counts.reserve(zones.size());
    for (const ComparisonZone& zone : zones) {
        counts.push_back(usual_count(zone.counts));
    }
    return usual_count(response) > much_smaller * middle_one(std::move(counts));
}

std::vector<std::vector<std::size_t>>
merged_zones(std::span<const ComparisonZone> zones,
             const std::vector<std::vector<std::size_t>>& neighbours, const AreaCounts& response) {
    return ZoneMerger(zones, neighbours, response).groups();
}

} // namespace wdd
