// SPDX-License-Identifier: MIT
#include "simulation/time_sampler.hpp"

#include <algorithm>

namespace crims {

OffenceRhythms::OffenceRhythms(const Model& model) {
    for (const Offence& offence : model.offences) {
        const auto found = std::find(m_rhythms.begin(), m_rhythms.end(), offence.rhythm);
        m_of_offence.push_back(static_cast<std::size_t>(found - m_rhythms.begin()));
        if (found == m_rhythms.end()) {
            m_rhythms.push_back(offence.rhythm);
        }
    }
}

void TimeSampler::set_month(Month month) {
    m_tables.clear();
    for (const WeeklyRhythm& rhythm : m_rhythms.all()) {
        m_tables.push_back(make_alias_table(period_probabilities(rhythm, month)));
    }
}

std::uint32_t TimeSampler::minute_of_day(std::size_t offence, std::chrono::sys_days day, double u,
                                         std::uint32_t minute_bits) const {
    const WeeklyRhythm& rhythm = m_rhythms.all()[m_rhythms.of(offence)];
    const std::size_t first = period_of(day, std::chrono::minutes(0));
    const double sum = rhythm[first] + rhythm[first + 1] + rhythm[first + 2];
    std::uint32_t period = 0;
    if (sum > 0) {
        double rest = (u * sum) - rhythm[first];
        while (rest > 0 && period + 1 < periods_a_day) {
            ++period;
            rest -= rhythm[first + period];
        }
    } else { // a day on which this offence does not happen
        period = std::min(static_cast<std::uint32_t>(u * periods_a_day),
                          static_cast<std::uint32_t>(periods_a_day - 1));
    }
    return (period * minutes_a_period) + below(minutes_a_period, minute_bits);
}

} // namespace crims
