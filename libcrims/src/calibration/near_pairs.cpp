// SPDX-License-Identifier: MIT
#include "calibration/near_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace crims {

std::vector<CrimePlace> crime_places(std::span<const KnoxEvent> events) {
    std::map<std::pair<double, double>, std::vector<int>> by_place;
    for (const KnoxEvent& event : events) {
        by_place[{event.x, event.y}].push_back(event.day);
    }
    std::vector<CrimePlace> places;
    places.reserve(by_place.size());
    for (auto& [place, days] : by_place) {
        std::sort(days.begin(), days.end());
        places.push_back({place.first, place.second, std::move(days)});
    }
    return places;
}

NearPlaces::NearPlaces(const std::vector<CrimePlace>& places, double longest)
    : m_places(places), m_width(std::max(longest, 1e-9)) {
    for (std::uint32_t i = 0; i < m_places.size(); ++i) {
        m_grid[cell_of(m_places[i])].push_back(i);
    }
}

NearPlaces::Cell NearPlaces::cell_of(const CrimePlace& place) const {
    return {static_cast<std::int64_t>(std::floor(place.x / m_width)),
            static_cast<std::int64_t>(std::floor(place.y / m_width))};
}

double NearPlaces::distance(std::size_t a, std::size_t b) const {
    return std::hypot(m_places[a].x - m_places[b].x, m_places[a].y - m_places[b].y);
}

std::vector<double> pairs_by_days(std::span<const KnoxEvent> events, int longest) {
    std::map<int, double> of_day;
    for (const KnoxEvent& event : events) {
        ++of_day[event.day];
    }
    std::vector<double> pairs(static_cast<std::size_t>(longest) + 1, 0);
    for (auto first = of_day.begin(); first != of_day.end(); ++first) {
        pairs[0] += first->second * (first->second - 1) / 2;
        for (auto other = std::next(first);
             other != of_day.end() && other->first - first->first <= longest; ++other) {
            pairs[static_cast<std::size_t>(other->first - first->first)] +=
                first->second * other->second;
        }
    }
    return pairs;
}

} // namespace crims
