// SPDX-License-Identifier: MIT
#include "calibration/repeat_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "calibration/near_pairs.hpp"

namespace crims {

namespace {

/// Two numbers as one, without a pattern.
std::uint64_t scrambled(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t first = 0xBF58476D1CE4E5B9U;
    constexpr std::uint64_t second = 0x94D049BB133111EBU; // Stafford's mixer 13
    std::uint64_t word = (a * first) + b;
    word = (word ^ (word >> 30U)) * first;
    word = (word ^ (word >> 27U)) * second;
    return word ^ (word >> 31U);
}

class GroupCounter {
  public:
    GroupCounter(GroupedPairs& pairs, std::size_t groups) : m_pairs(pairs), m_groups(groups) {
        pairs.events_of.assign(groups, 0);
        pairs.in_band_of.assign(groups, std::vector<double>(pairs.whole.in_band.size(), 0));
    }

    void count(const std::vector<CrimePlace>& places) {
        const std::vector<double>& ends = m_pairs.whole.distances;
        const NearPlaces near(places, ends.back());
        for (std::size_t i = 0; i < places.size(); ++i) {
            m_place = hash_of(places[i]);
            for (const int day : places[i].days) {
                ++m_pairs.events_of[group_of(day)];
            }
            add_own(places[i].days);
            near.visit_after(i, [&](double distance, std::size_t other) {
                const auto band = std::lower_bound(ends.begin(), ends.end(), distance);
                if (band != ends.end()) {
                    add(static_cast<std::size_t>(band - ends.begin()), places[i].days,
                        places[other].days);
                }
            });
        }
    }

  private:
    static std::uint64_t hash_of(const CrimePlace& place) {
        constexpr double side = 1000;
        const auto number = [](double coordinate) {
            return static_cast<std::uint64_t>(
                static_cast<std::int64_t>(std::floor(coordinate / side)));
        };
        return scrambled(number(place.x), number(place.y));
    }

    std::size_t group_of(int day) const {
        constexpr int half_year = 183;
        constexpr int before_all = 4'000'000; // so that the quotient rounds down
        const auto piece = static_cast<std::uint64_t>((day + before_all) / half_year);
        return static_cast<std::size_t>(scrambled(m_place, piece) % m_groups);
    }

    /// The pairs of one place.
    void add_own(const std::vector<int>& days) {
        for (std::size_t i = 0; i < days.size(); ++i) {
            for (std::size_t j = i + 1; j < days.size() && days[j] - days[i] <= m_pairs.whole.days;
                 ++j) {
                add_pair(0, days[i], days[j] - days[i]);
            }
        }
    }

    void add(std::size_t band, const std::vector<int>& days, const std::vector<int>& there) {
        const int longest = m_pairs.whole.days;
        auto first = there.begin();
        for (const int day : days) {
            first = std::lower_bound(first, there.end(), day - longest);
            for (auto other = first; other != there.end() && *other <= day + longest; ++other) {
                add_pair(band, day, std::abs(*other - day));
            }
        }
    }

    void add_pair(std::size_t band, int day, int apart) {
        const std::size_t at = m_pairs.whole.at(band, static_cast<std::size_t>(apart));
        ++m_pairs.whole.in_band[at];
        ++m_pairs.in_band_of[group_of(day)][at];
    }

    GroupedPairs& m_pairs;
    std::size_t m_groups;
    std::uint64_t m_place = 0; ///< the square of the place that is being counted
};

} // namespace

GroupedPairs grouped_pairs(std::span<const KnoxEvent> events, const std::vector<double>& distances,
                           int days, std::size_t groups) {
    const auto is_somewhere = [](const KnoxEvent& event) {
        return std::isfinite(event.x) && std::isfinite(event.y);
    };
    if (!std::all_of(events.begin(), events.end(), is_somewhere)) {
        throw std::invalid_argument("a crime has no place");
    }
    GroupedPairs pairs{.whole = {.distances = distances,
                                 .days = days,
                                 .events = static_cast<double>(events.size()),
                                 .all = pairs_by_days(events, days),
                                 .in_band = {}},
                       .events_of = {},
                       .in_band_of = {}};
    pairs.whole.in_band.assign(distances.size() * (static_cast<std::size_t>(days) + 1), 0);
    const auto [first, last] =
        std::minmax_element(events.begin(), events.end(),
                            [](const KnoxEvent& a, const KnoxEvent& b) { return a.day < b.day; });
    pairs.whole.span = events.empty() ? 0 : last->day - first->day + 1;
    GroupCounter(pairs, groups).count(crime_places(events));
    return pairs;
}

RepeatPairs without_group(const GroupedPairs& pairs, std::size_t group) {
    RepeatPairs rest = pairs.whole;
    rest.events -= pairs.events_of[group];
    for (std::size_t i = 0; i < rest.in_band.size(); ++i) {
        rest.in_band[i] -= pairs.in_band_of[group][i];
    }
    return rest;
}

} // namespace crims
