// SPDX-License-Identifier: MIT
#include "crims/knox.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>
#include <utility>

#include "calibration/near_pairs.hpp"

namespace crims {

namespace {

/// Pairs of a day of one list and a day of the other that are at most so many days apart. Within
/// one list each pair counts twice, and each day with itself.
double pairs_within(const std::vector<int>& a, const std::vector<int>& b, int most) {
    std::size_t first = 0;
    std::size_t end = 0;
    double pairs = 0;
    for (const int day : a) {
        while (first < b.size() && b[first] < day - most) {
            ++first;
        }
        end = std::max(end, first);
        while (end < b.size() && b[end] <= day + most) {
            ++end;
        }
        pairs += static_cast<double>(end - first);
    }
    return pairs;
}

template<class Value>
void require_ascending(const std::vector<Value>& ends) {
    const bool ascending =
        std::adjacent_find(ends.begin(), ends.end(), std::greater_equal<>()) == ends.end();
    if (ends.empty() || !ascending || !(ends.front() >= 0)) {
        throw std::invalid_argument("the ends of the bands must be 0 or above, and ascending");
    }
}

/// Counts pairs of crimes near each other.
class PairCounter {
  public:
    explicit PairCounter(KnoxTable& table)
        : m_table(table), m_of_distance(table.bands.distances.size(), 0) {}

    /// All pairs of each distance, whatever their days.
    std::vector<double> count(const std::vector<CrimePlace>& places) {
        const std::vector<double>& ends = m_table.bands.distances;
        const NearPlaces near(places, ends.back());
        for (std::size_t i = 0; i < places.size(); ++i) {
            const CrimePlace& place = places[i];
            const auto own = static_cast<double>(place.days.size());
            add(0, place, place, (own * (own - 1)) / 2, true);
            near.visit_after(i, [&](double distance, std::size_t other) {
                const auto band = std::lower_bound(ends.begin(), ends.end(), distance);
                if (band != ends.end()) {
                    const CrimePlace& there = places[other];
                    add(static_cast<std::size_t>(band - ends.begin()), place, there,
                        own * static_cast<double>(there.days.size()), false);
                }
            });
        }
        return std::move(m_of_distance);
    }

  private:
    void add(std::size_t distance, const CrimePlace& a, const CrimePlace& b, double all,
             bool same) {
        m_of_distance[distance] += all;
        const std::vector<int>& days = m_table.bands.days;
        double before = 0;
        for (std::size_t band = 0; band < days.size(); ++band) {
            double within = pairs_within(a.days, b.days, days[band]);
            within = same ? (within - static_cast<double>(a.days.size())) / 2 : within;
            m_table.pairs[(distance * days.size()) + band] += within - before;
            before = within;
        }
    }

    KnoxTable& m_table;
    std::vector<double> m_of_distance;
};

/// Share of all pairs in each band of days.
std::vector<double> shares_of_days(std::span<const KnoxEvent> events,
                                   const std::vector<int>& ends) {
    std::vector<int> days;
    days.reserve(events.size());
    for (const KnoxEvent& event : events) {
        days.push_back(event.day);
    }
    std::sort(days.begin(), days.end());
    const auto n = static_cast<double>(days.size());
    std::vector<double> shares;
    double before = 0;
    for (const int end : ends) {
        const double within = (pairs_within(days, days, end) - n) / 2;
        shares.push_back(n > 1 ? (within - before) / (n * (n - 1) / 2) : 0);
        before = within;
    }
    return shares;
}

} // namespace

double KnoxTable::ratio(std::size_t distance, std::size_t days) const {
    const std::size_t at = (distance * bands.days.size()) + days;
    return expected[at] > 0 ? pairs[at] / expected[at] : std::numeric_limits<double>::quiet_NaN();
}

KnoxTable knox_table(std::span<const KnoxEvent> events, const KnoxBands& bands) {
    require_ascending(bands.distances);
    require_ascending(bands.days);
    KnoxTable table{.bands = bands, .events = events.size(), .pairs = {}, .expected = {}};
    table.pairs.assign(bands.distances.size() * bands.days.size(), 0);
    const std::vector<double> of_distance = PairCounter(table).count(crime_places(events));
    const std::vector<double> shares = shares_of_days(events, bands.days);
    for (const double pairs : of_distance) {
        for (const double share : shares) {
            table.expected.push_back(pairs * share);
        }
    }
    return table;
}

} // namespace crims
