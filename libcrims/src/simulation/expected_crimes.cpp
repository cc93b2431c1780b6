// SPDX-License-Identifier: MIT
#include "simulation/expected_crimes.hpp"

#include <utility>

#include "crims/rhythm.hpp"

namespace crims {

void ExpectedCrimes::set_month(Month month, std::uint32_t from, std::vector<double> means) {
    m_means = std::move(means);
    m_from = from;
    m_past.resize(m_means.size());
    for (std::size_t cell = 0; cell < m_past.size(); ++cell) {
        m_past[cell] = {.cell = static_cast<std::uint32_t>(cell), .minute = from};
    }
    m_minutes = static_cast<std::uint32_t>(days_in(month)) * minutes_a_day;
    m_of_begin.clear();
    for (const WeeklyRhythm& rhythm : m_rhythms.all()) {
        const MonthSlots slots = month_slots(rhythm, month, m_rhythms.calendar());
        SharesBefore& begins = m_of_begin.emplace_back(SharesBefore{{0.0}, slots.minutes()});
        for (const double probability : slots.probabilities) {
            begins.of_begin.push_back(begins.of_begin.back() + probability);
        }
    }
}

double ExpectedCrimes::share_before(std::size_t offence, std::uint32_t minute) const {
    const auto& [begins, minutes] = m_of_begin[m_rhythms.of(offence)];
    const std::size_t slot = minute / minutes;
    if (slot + 1 >= begins.size()) {
        return begins.back();
    }
    const double part = static_cast<double>(minute % minutes) / minutes;
    return begins[slot] + (part * (begins[slot + 1] - begins[slot]));
}

std::vector<double> ExpectedCrimes::shares_before(std::uint32_t minute) const {
    std::vector<double> shares(m_offences);
    for (std::size_t offence = 0; offence < m_offences; ++offence) {
        shares[offence] = share_before(offence, minute);
    }
    return shares;
}

double ExpectedCrimes::loaded(std::size_t cell, double loading, double share) const {
    const Past& past = m_past[cell];
    return past.loaded + (loading * (share - share_before(cell % m_offences, past.minute)));
}

void ExpectedCrimes::go_to(std::uint32_t minute) {
    m_minute = minute;
    m_shares = shares_before(minute);
}

void ExpectedCrimes::set_past(std::size_t cell, double loading) {
    m_past[cell].loaded = loaded(cell, loading, m_shares[cell % m_offences]);
    m_past[cell].minute = m_minute;
}

double ExpectedCrimes::so_far(const std::vector<double>& loading, std::uint32_t minute) const {
    const std::vector<double> shares = shares_before(minute);
    double sum = m_total;
    for (std::size_t cell = 0; cell < m_means.size(); ++cell) {
        if (m_means[cell] > 0) {
            sum += m_means[cell] * loaded(cell, loading[cell], shares[cell % m_offences]);
        }
    }
    return sum;
}

void ExpectedCrimes::finish_month(const std::vector<double>& loading) {
    m_total = so_far(loading, m_minutes);
}

std::vector<ExpectedCrimes::Past> ExpectedCrimes::changed() const {
    std::vector<Past> changed;
    for (const Past& past : m_past) {
        if (past.minute != m_from) {
            changed.push_back(past);
        }
    }
    return changed;
}

void ExpectedCrimes::restore(double of_earlier_months, const std::vector<Past>& changed) {
    m_total = of_earlier_months;
    for (const Past& past : changed) {
        m_past.at(past.cell) = past;
    }
}

} // namespace crims
