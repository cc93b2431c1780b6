// SPDX-License-Identifier: MIT
#include "crims_tool/validate/residuals.hpp"

#include <algorithm>
#include <utility>

namespace crims_tool {

namespace {

constexpr std::size_t fewest_gaps = 100;
constexpr std::size_t minutes_of_an_hour = 60;
constexpr auto no_month = static_cast<std::size_t>(-1);

std::vector<crims::Month> months_with_data(const MonthRange& months,
                                           const std::vector<std::uint8_t>& present) {
    std::vector<crims::Month> found;
    for (std::size_t i = 0; i < present.size(); ++i) {
        if (present[i] != 0) {
            found.push_back(months.from + std::chrono::months(static_cast<int>(i)));
        }
    }
    return found;
}

/// Of each month among those with data, or no_month.
std::vector<std::size_t> numbers_of(const std::vector<std::uint8_t>& present) {
    std::vector<std::size_t> numbers;
    numbers.reserve(present.size());
    std::size_t next = 0;
    for (const std::uint8_t has_data : present) {
        numbers.push_back(has_data == 0 ? no_month : next++);
    }
    return numbers;
}

} // namespace

// NOLINTNEXTLINE(cert-msc51-cpp): seeded anew for each replicate
ResidualCounter::ResidualCounter(const crims::Model& model, const crims::Loading& loading,
                                 const MonthRange& months, const std::vector<std::uint8_t>& present)
    : m_model(model), m_months(months), m_number(numbers_of(present)),
      m_clock(model, loading, months_with_data(months, present)),
      m_recorded(model.crime_types.size()), m_simulated(model.crime_types.size()) {}

double ResidualCounter::anywhere(std::size_t type, std::size_t month, std::size_t hour,
                                 std::size_t hours) {
    const double from = m_clock.at(type, month, hour);
    const double to = m_clock.at(type, month, hour + hours);
    constexpr double words = 0x1p64;
    return from + ((to - from) * (static_cast<double>(m_random()) / words));
}

void ResidualCounter::set_recorded(const IncidentColumns& incidents) {
    using std::chrono::floor;
    const std::vector<std::string>& types = m_model.crime_types;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const auto day = floor<std::chrono::days>(incidents.local[i]);
        const crims::Month month = crims::month_of(day);
        const auto type = static_cast<std::size_t>(
            std::find(types.begin(), types.end(), incidents.crime_types[incidents.crime_type[i]]) -
            types.begin());
        if (type == types.size() || incidents.month_only[i] != 0 || !m_months.contains(month) ||
            m_number[m_months.number(month)] == no_month) {
            continue;
        }
        const auto first_hour =
            static_cast<std::size_t>((day - crims::first_day(month)).count()) * crims::hours_a_day;
        const bool has_time = incidents.has_time[i] != 0;
        const auto hour =
            static_cast<std::size_t>(floor<std::chrono::hours>(incidents.local[i] - day).count());
        m_without_time += has_time ? 0U : 1U;
        m_recorded[type].push_back(anywhere(type, m_number[m_months.number(month)],
                                            first_hour + (has_time ? hour : 0),
                                            has_time ? 1 : crims::hours_a_day));
    }
}

bool ResidualCounter::tells() const {
    return std::any_of(m_recorded.begin(), m_recorded.end(),
                       [](const auto& times) { return times.size() > fewest_gaps; });
}

void ResidualCounter::add(const crims::CrimeTable& crimes) {
    const std::size_t month = m_number[m_months.number(crimes.month)];
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::size_t type = m_model.offences[crimes.offence[i]].crime_type;
        m_simulated[type].push_back(
            anywhere(type, month, crimes.minute[i] / minutes_of_an_hour, 1));
    }
}

std::vector<double> ResidualCounter::gaps_of(const std::vector<std::vector<double>>& times) const {
    std::vector<double> shares(crims::GapShares::tenths, 0);
    std::vector<double> distances;
    double all = 0;
    for (std::size_t type = 0; type < times.size(); ++type) {
        const crims::GapShares own = crims::gap_shares(times[type]);
        distances.push_back(own.distance);
        // What life has too little of is left out of all.
        if (own.gaps == 0 || m_recorded[type].size() <= fewest_gaps) {
            continue;
        }
        all += own.gaps;
        for (std::size_t i = 0; i < own.shares.size(); ++i) {
            shares[i] += own.gaps * own.shares[i];
        }
    }
    for (double& share : shares) {
        share = all > 0 ? share / all : 0;
    }
    shares.insert(shares.end(), distances.begin(), distances.end());
    return shares;
}

void ResidualCounter::begin_replicate(std::size_t replicate) {
    m_random.seed(replicate);
    for (std::vector<double>& times : m_simulated) {
        times.clear();
    }
}

std::vector<double> ResidualCounter::gaps() const {
    return gaps_of(m_simulated);
}

void ResidualCounter::add_replicate(const std::vector<double>& gaps) {
    m_replicates.push_back(gaps);
}

ResidualComparison ResidualCounter::comparison() const {
    const std::vector<double> life = gaps_of(m_recorded);
    ResidualComparison comparison{
        .crimes = 0, .without_time = m_without_time, .gaps = {}, .types = {}};
    const auto compare = [this, &life](std::size_t number) {
        std::vector<double> drawn;
        drawn.reserve(m_replicates.size());
        for (const std::vector<double>& gaps : m_replicates) {
            drawn.push_back(gaps[number]);
        }
        return crims::compared(life[number], std::move(drawn));
    };
    for (std::size_t i = 0; i < crims::GapShares::tenths; ++i) {
        comparison.gaps.push_back(compare(i));
    }
    for (std::size_t type = 0; type < m_recorded.size(); ++type) {
        comparison.crimes += m_recorded[type].size();
        if (m_recorded[type].size() > fewest_gaps) {
            comparison.types.push_back({.crime_type = m_model.crime_types[type],
                                        .crimes = m_recorded[type].size(),
                                        .distance = compare(crims::GapShares::tenths + type)});
        }
    }
    return comparison;
}

} // namespace crims_tool
