// SPDX-License-Identifier: MIT
#include "crims/knox.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace crims {

namespace {

/// All crimes at one place, by their days in order.
struct KnoxPlace {
    double x = 0;
    double y = 0;
    std::vector<int> days;
};

std::vector<KnoxPlace> places_of(std::span<const KnoxEvent> events) {
    std::map<std::pair<double, double>, std::vector<int>> by_place;
    for (const KnoxEvent& event : events) {
        by_place[{event.x, event.y}].push_back(event.day);
    }
    std::vector<KnoxPlace> places;
    places.reserve(by_place.size());
    for (auto& [place, days] : by_place) {
        std::sort(days.begin(), days.end());
        places.push_back({place.first, place.second, std::move(days)});
    }
    return places;
}

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

/// Counts pairs of places; cells of a grid are as wide as the longest distance.
class PairCounter {
  public:
    PairCounter(std::vector<KnoxPlace> places, KnoxTable& table)
        : m_places(std::move(places)), m_table(table),
          m_of_distance(table.bands.distances.size(), 0),
          m_width(std::max(table.bands.distances.back(), 1e-9)) {
        for (std::uint32_t i = 0; i < m_places.size(); ++i) {
            m_grid[cell_of(m_places[i])].push_back(i);
        }
    }

    /// All pairs of each distance, whatever their days.
    std::vector<double> count() {
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            const KnoxPlace& place = m_places[i];
            const auto own = static_cast<double>(place.days.size());
            add(0, place, place, (own * (own - 1)) / 2, true);
            const auto [column, row] = cell_of(place);
            for (std::int64_t dx = -1; dx <= 1; ++dx) {
                for (std::int64_t dy = -1; dy <= 1; ++dy) {
                    add_cell(i, {column + dx, row + dy});
                }
            }
        }
        return std::move(m_of_distance);
    }

  private:
    using Cell = std::pair<std::int64_t, std::int64_t>;

    struct CellHash {
        std::size_t operator()(const Cell& cell) const {
            constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
            return (static_cast<std::uint64_t>(cell.first) * odd) ^
                   static_cast<std::uint64_t>(cell.second);
        }
    };

    Cell cell_of(const KnoxPlace& place) const {
        return {static_cast<std::int64_t>(std::floor(place.x / m_width)),
                static_cast<std::int64_t>(std::floor(place.y / m_width))};
    }

    void add_cell(std::size_t number, const Cell& cell) {
        const auto found = m_grid.find(cell);
        if (found == m_grid.end()) {
            return;
        }
        const std::vector<double>& ends = m_table.bands.distances;
        const KnoxPlace& place = m_places[number];
        for (const std::uint32_t other : found->second) {
            if (other <= number) {
                continue; // each pair of places once
            }
            const KnoxPlace& there = m_places[other];
            const double distance = std::hypot(there.x - place.x, there.y - place.y);
            const auto band = std::lower_bound(ends.begin(), ends.end(), distance);
            if (band != ends.end()) {
                const double all =
                    static_cast<double>(place.days.size()) * static_cast<double>(there.days.size());
                add(static_cast<std::size_t>(band - ends.begin()), place, there, all, false);
            }
        }
    }

    void add(std::size_t distance, const KnoxPlace& a, const KnoxPlace& b, double all, bool same) {
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

    std::vector<KnoxPlace> m_places;
    KnoxTable& m_table;
    std::vector<double> m_of_distance;
    double m_width;
    std::unordered_map<Cell, std::vector<std::uint32_t>, CellHash> m_grid;
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
    const std::vector<double> of_distance = PairCounter(places_of(events), table).count();
    const std::vector<double> shares = shares_of_days(events, bands.days);
    for (const double pairs : of_distance) {
        for (const double share : shares) {
            table.expected.push_back(pairs * share);
        }
    }
    return table;
}

namespace {

/// Pairs beyond chance, and what they are like.
struct Excess {
    double pairs = 0;
    double variance = 0;
    double at_place = 0;
    double squares = 0; ///< of distances
    double days = 0;
};

double ratio_or_one(const KnoxTable& table, std::size_t distance, std::size_t days) {
    const double ratio = table.ratio(distance, days);
    return ratio > 0 ? ratio : 1;
}

Excess excess_of(const KnoxTable& table) {
    const std::vector<double>& distances = table.bands.distances;
    const std::vector<int>& days = table.bands.days;
    const std::size_t far = distances.size() - 1;
    const std::size_t last = days.size() - 1;
    const auto expected = [&](std::size_t distance, std::size_t band) {
        return table.expected[(distance * days.size()) + band];
    };
    Excess excess;
    std::vector<double> of_distance(far, 0);
    for (std::size_t band = 0; band < last; ++band) {
        const double first_day = band == 0 ? 0 : days[band - 1] + 1;
        double of_days = 0;
        for (std::size_t i = 0; i < far; ++i) {
            const double lasting = ratio_or_one(table, i, last) / ratio_or_one(table, far, last);
            const double usual = expected(i, band) * ratio_or_one(table, far, band) * lasting;
            const double more = table.pairs[(i * days.size()) + band] - usual;
            const double middle = i == 0 ? 0 : (distances[i - 1] + distances[i]) / 2;
            excess.pairs += more;
            excess.at_place += i == 0 ? more : 0;
            excess.squares += more * middle * middle;
            excess.days += more * (first_day + days[band]) / 2;
            excess.variance += usual;
            of_days += usual;
            of_distance[i] += usual;
        }
        excess.variance += of_days * of_days / std::max(expected(far, band), 1.0);
    }
    for (std::size_t i = 0; i < far; ++i) {
        excess.variance += of_distance[i] * of_distance[i] / std::max(expected(i, last), 1.0);
    }
    return excess;
}

} // namespace

RepeatEstimate repeat_estimate(const KnoxTable& table) {
    const std::vector<double>& distances = table.bands.distances;
    if (distances.size() < 2 || table.bands.days.size() < 2 || distances.front() != 0) {
        throw std::invalid_argument(
            "two distances, the first of them 0, and two bands of days are needed");
    }
    constexpr double clear = 2; // standard errors
    const Excess excess = excess_of(table);
    RepeatEstimate estimate;
    if (!(excess.pairs > clear * std::sqrt(excess.variance))) {
        return estimate;
    }
    estimate.pairs_a_crime = excess.pairs / static_cast<double>(table.events);
    estimate.ratio = 1 - (1 / std::sqrt(1 + (2 * estimate.pairs_a_crime)));
    estimate.same_place = std::clamp(excess.at_place / excess.pairs, 0.0, 1.0);
    const double elsewhere = excess.pairs - excess.at_place;
    estimate.mean_distance =
        elsewhere > 0 && excess.squares > 0 ? std::sqrt(excess.squares / elsewhere / 2) : 0;
    estimate.mean_days = std::max(excess.days / excess.pairs, 0.0);
    return estimate;
}

} // namespace crims
