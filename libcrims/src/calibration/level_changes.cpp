// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>

#include "crims/validation.hpp"

namespace crims {

namespace {

/// The classes that a number of zones allows: overlapping, each of five zones at least.
std::vector<LevelClass> level_classes(std::size_t zones) {
    constexpr std::size_t enough = 5;
    constexpr std::size_t many = 20;
    constexpr std::size_t most = 100;
    std::vector<LevelClass> classes;
    for (const LevelClass wanted :
         {LevelClass{0, enough}, LevelClass{0, 2 * enough}, LevelClass{0, many},
          LevelClass{many, most}, LevelClass{most, zones}}) {
        const LevelClass found{wanted.first, std::min(wanted.end, zones)};
        const bool is_whole = found.first > 0 || found.end == wanted.end;
        if (is_whole && found.end >= found.first + enough) {
            classes.push_back(found);
        }
    }
    return classes;
}

/// Crimes by zone in the last two periods of some months.
struct TwoPeriods {
    std::vector<double> before;
    std::vector<double> after;

    double both(std::size_t zone) const { return before[zone] + after[zone]; }
};

/// Zones by their crimes in both periods, the busiest first.
std::vector<std::size_t> ranked(const TwoPeriods& periods) {
    std::vector<std::size_t> rank(periods.before.size());
    std::iota(rank.begin(), rank.end(), std::size_t{0});
    std::stable_sort(rank.begin(), rank.end(), [&periods](std::size_t a, std::size_t b) {
        return periods.both(a) > periods.both(b);
    });
    return rank;
}

/// Mean square z of the differences in change between any two of some zones.
double mean_square_z(const TwoPeriods& periods, std::span<const std::size_t> zones) {
    double squares = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const double own_change = periods.after[zones[i]] - periods.before[zones[i]];
        for (std::size_t j = i + 1; j < zones.size(); ++j) {
            const double crimes = periods.both(zones[i]) + periods.both(zones[j]);
            const double change = own_change - (periods.after[zones[j]] - periods.before[zones[j]]);
            squares += crimes > 0 ? change * change / crimes : 0;
        }
    }
    const auto count = static_cast<double>(zones.size());
    return squares / (count * (count - 1) / 2);
}

std::span<const std::size_t> zones_of(const LevelClass& one, const std::vector<std::size_t>& rank) {
    return std::span(rank).subspan(one.first, one.end - one.first);
}

/// Adds each crime type's crimes to those of all.
template<class Counts>
std::vector<TwoPeriods> all_and_types(const CountShape& shape, const Counts& counts,
                                      std::size_t months) {
    const TwoPeriods none{std::vector<double>(shape.zones, 0), std::vector<double>(shape.zones, 0)};
    std::vector<TwoPeriods> rows(shape.crime_types + 1, none);
    for (std::size_t zone = 0; zone < shape.zones; ++zone) {
        for (std::size_t type = 0; type < shape.crime_types; ++type) {
            const std::size_t end = ((zone * shape.crime_types) + type + 1) * shape.months;
            for (std::size_t i = 1; i <= months; ++i) {
                rows[type + 1].after[zone] += counts[end - i];
                rows[type + 1].before[zone] += counts[end - months - i];
            }
            rows[0].after[zone] += rows[type + 1].after[zone];
            rows[0].before[zone] += rows[type + 1].before[zone];
        }
    }
    return rows;
}

std::vector<double> changes_of(const std::vector<TwoPeriods>& rows,
                               const std::vector<LevelClass>& classes) {
    std::vector<double> changes;
    changes.reserve(rows.size() * classes.size());
    for (const TwoPeriods& row : rows) {
        const std::vector<std::size_t> rank = ranked(row);
        for (const LevelClass& one : classes) {
            changes.push_back(std::sqrt(mean_square_z(row, zones_of(one, rank))));
        }
    }
    return changes;
}

/// Crimes of a zone of each class on average.
std::vector<double> crimes_of(const std::vector<TwoPeriods>& rows,
                              const std::vector<LevelClass>& classes) {
    std::vector<double> crimes;
    crimes.reserve(rows.size() * classes.size());
    for (const TwoPeriods& row : rows) {
        const std::vector<std::size_t> rank = ranked(row);
        for (const LevelClass& one : classes) {
            const auto zones = zones_of(one, rank);
            const double sum = std::accumulate(
                zones.begin(), zones.end(), 0.0,
                [&row](double all, std::size_t zone) { return all + row.both(zone); });
            crimes.push_back(sum / static_cast<double>(zones.size()));
        }
    }
    return crimes;
}

void require_size(const CountShape& shape, std::size_t found) {
    if (shape.size() == 0 || found != shape.size()) {
        throw std::invalid_argument("there are " + std::to_string(found) +
                                    " counts for a shape of " + std::to_string(shape.size()));
    }
}

std::size_t compared_months(std::size_t months) {
    constexpr std::size_t year = 12;
    return std::min(months / 2, year);
}

} // namespace

LevelChanges::LevelChanges(const CountShape& shape, const std::vector<double>& observed)
    : m_shape(shape), m_months(compared_months(shape.months)),
      m_classes(level_classes(shape.zones)) {
    require_size(shape, observed.size());
    if (m_classes.empty()) {
        m_months = 0;
    }
    if (m_months == 0) {
        m_classes.clear();
    }
    const std::vector<TwoPeriods> rows = all_and_types(m_shape, observed, m_months);
    m_crimes = crimes_of(rows, m_classes);
    m_observed = changes_of(rows, m_classes);
}

void LevelChanges::add_replicate(std::span<const std::uint32_t> simulated) {
    require_size(m_shape, simulated.size());
    m_simulated.push_back(changes_of(all_and_types(m_shape, simulated, m_months), m_classes));
}

LevelChangeReport LevelChanges::report() const {
    LevelChangeReport report{.months = m_months, .all = {}, .by_crime_type = {}};
    report.by_crime_type.reserve(m_shape.crime_types);
    std::size_t at = 0;
    for (std::size_t row = 0; row <= m_shape.crime_types; ++row) {
        std::vector<LevelChange> changes;
        changes.reserve(m_classes.size());
        for (const LevelClass& one : m_classes) {
            std::vector<double> z;
            z.reserve(m_simulated.size());
            for (const std::vector<double>& replicate : m_simulated) {
                z.push_back(replicate[at]);
            }
            changes.push_back({one, m_crimes[at], compared(m_observed[at], std::move(z))});
            ++at;
        }
        if (row == 0) {
            report.all = std::move(changes);
        } else {
            report.by_crime_type.push_back(std::move(changes));
        }
    }
    return report;
}

} // namespace crims
