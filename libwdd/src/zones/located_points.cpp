// SPDX-License-Identifier: MIT
#include "wdd/located_points.hpp"

#include <algorithm>

#include "zones/point_shares.hpp"

namespace wdd {

LocatedPoints::LocatedPoints(const std::vector<Area>& areas, double distance,
                             const KeyedPoints& points)
    : m_points(points), m_areas(areas.size()) {
    std::vector<AreasLocator> locators;
    const std::size_t shares = shares_of(points);
    locators.reserve(shares);
    for (std::size_t share = 0; share < shares; ++share) {
        locators.emplace_back(areas, distance);
    }
    m_shares =
        in_shares(points, shares, [&](std::size_t share, std::size_t first, std::size_t last) {
            AreasLocator& locator = locators[share];
            Share located{.first_block = first, .last_block = last};
            located.sets.reserve((last - first) * KeyedPoints::block_size);
            points.visit(first, last, [&](double x, double y, std::uint32_t /*key*/) {
                located.sets.push_back(static_cast<std::uint32_t>(locator.locate(x, y)));
            });
            located.places.reserve(locator.set_count());
            for (std::size_t set = 0; set < locator.set_count(); ++set) {
                located.places.push_back(locator.places(set));
            }
            return located;
        });
}

std::vector<AreaSpanCounts> LocatedPoints::counts(const SpanOfKey& spans) const {
    std::vector<AreaSpanCounts> counts(m_areas);
    for (const Share& share : m_shares) {
        std::vector<SpanCounts> by_set(share.places.size());
        auto set = share.sets.begin();
        m_points.visit(share.first_block, share.last_block,
                       [&](double /*x*/, double /*y*/, std::uint32_t key) {
                           if (key < spans.size() && spans[key]) {
                               ++by_set[*set][*spans[key]];
                           }
                           ++set;
                       });
        for (std::size_t i = 0; i < by_set.size(); ++i) {
            for (const AreaPlace& place : share.places[i]) {
                (place.in_ring ? counts[place.area].ring : counts[place.area].area) += by_set[i];
            }
        }
    }
    return counts;
}

} // namespace wdd
