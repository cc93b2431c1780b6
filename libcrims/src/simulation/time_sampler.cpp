// SPDX-License-Identifier: MIT
#include "simulation/time_sampler.hpp"

#include <algorithm>

namespace crims {

OffenceRhythms::OffenceRhythms(const Model& model) : m_calendar(model.calendar) {
    for (const Offence& offence : model.offences) {
        const auto found = std::find(m_rhythms.begin(), m_rhythms.end(), offence.rhythm);
        m_of_offence.push_back(static_cast<std::size_t>(found - m_rhythms.begin()));
        if (found == m_rhythms.end()) {
            m_rhythms.push_back(offence.rhythm);
            m_has_periods.push_back(has_periods_alone(offence.rhythm) ? 1 : 0);
        }
    }
}

void TimeSampler::set_month(Month month) {
    m_tables.clear();
    for (const WeeklyRhythm& rhythm : m_rhythms.all()) {
        const MonthSlots slots = month_slots(rhythm, month, m_rhythms.calendar());
        m_tables.push_back(
            {.slots = make_alias_table(slots.probabilities), .minutes = slots.minutes()});
    }
}

std::uint32_t TimeSampler::minute_of_day(std::size_t offence, std::chrono::sys_days day, double u,
                                         std::uint32_t minute_bits) const {
    const LocalCalendar& calendar = m_rhythms.calendar();
    const WeeklyRhythm& rhythm = m_rhythms.all()[m_rhythms.of(offence)];
    const std::size_t first = hours_a_day * calendar.weekday(day);
    const bool changes_clock = calendar.changes_clock(day, day);
    const bool by_period = m_rhythms.has_periods(m_rhythms.of(offence)) && !changes_clock;
    const auto slots = static_cast<std::uint32_t>(by_period ? periods_a_day : hours_a_day);
    const std::size_t hours = hours_a_day / slots;
    const auto weight = [&](std::uint32_t slot) {
        const double times = changes_clock ? calendar.times(day, slot) : 1;
        return rhythm[first + (slot * hours)] * times;
    };
    double sum = 0;
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
        sum += weight(slot);
    }
    std::uint32_t slot = 0;
    if (sum > 0) {
        double rest = (u * sum) - weight(0);
        while (rest > 0 && slot + 1 < slots) {
            ++slot;
            rest -= weight(slot);
        }
        while (weight(slot) == 0 && slot + 1 < slots) { // u was 0: an hour that is not there
            ++slot;
        }
    } else { // a day on which this offence does not happen
        slot = std::min(static_cast<std::uint32_t>(u * slots), slots - 1);
        while (changes_clock && calendar.times(day, slot) == 0) {
            slot = (slot + 1) % slots;
        }
    }
    const std::uint32_t minutes = minutes_a_day / slots;
    return (slot * minutes) + below(minutes, minute_bits);
}

} // namespace crims
