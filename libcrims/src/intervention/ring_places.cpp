// SPDX-License-Identifier: MIT
#include "intervention/ring_places.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace crims {

namespace {

std::size_t choice(std::size_t count, double unit) {
    return std::min(static_cast<std::size_t>(unit * static_cast<double>(count)), count - 1);
}

} // namespace

RingPlaces::RingPlaces(const InjectionCrimes& crimes, const InjectedIntervention& injected)
    : m_crimes(crimes), m_injected(injected), m_by_type(injected.intervention.effect.size()) {
    std::vector<double> areas(injected.ring.size());
    std::transform(injected.ring.begin(), injected.ring.end(), areas.begin(), area);
    if (std::accumulate(areas.begin(), areas.end(), 0.0) > 0) {
        m_triangles = make_alias_table(areas);
    }
    if (injected.intervention.ring_placement == RingPlacement::crime) {
        add_crimes();
    }
}

void RingPlaces::add_crimes() {
    const Intervention& intervention = m_injected.intervention;
    for (std::size_t i = 0; i < m_crimes.size(); ++i) {
        const StudyPeriod& dates = m_crimes.dates[i];
        if (m_injected.sites[i] == InjectionSite::ring && dates.start <= intervention.end &&
            dates.end >= intervention.start) {
            m_by_type[m_crimes.crime_type[i]].push_back(i);
            m_all.push_back(i);
        }
    }
}

DisplacedCrime RingPlaces::draw(std::size_t crime, Stream& stream) const {
    const std::vector<std::size_t>& own = m_by_type[m_crimes.crime_type[crime]];
    const std::vector<std::size_t>& crimes = own.empty() ? m_all : own;
    if (crimes.empty()) {
        const Point place = uniform(stream);
        return {crime, place.x, place.y};
    }
    const std::size_t chosen = crimes[choice(crimes.size(), stream.uniform())];
    return {crime, m_crimes.x[chosen], m_crimes.y[chosen], chosen};
}

Point RingPlaces::uniform(Stream& stream) const {
    constexpr int most_tries = 10000; // a ring of which less than a thousandth is left is none
    constexpr unsigned half_a_word = 32;
    for (int i = 0; i < most_tries && !m_triangles.empty(); ++i) {
        const auto bits = static_cast<std::uint32_t>(stream() >> half_a_word);
        const double along = stream.uniform();
        const double across = stream.uniform();
        const Point place =
            place_in(m_injected.ring[crims::draw(m_triangles, bits)], along, across);
        if (!m_injected.in_ring || m_injected.in_ring(place.x, place.y)) {
            return place;
        }
    }
    throw std::domain_error("'" + m_injected.intervention.name +
                            "' displaces crimes, but its ring has no place for them");
}

} // namespace crims
