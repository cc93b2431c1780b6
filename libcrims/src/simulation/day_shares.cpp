// SPDX-License-Identifier: MIT
#include "simulation/day_shares.hpp"

#include "crims/rhythm.hpp"

namespace crims {

std::vector<double> day_shares(const Model& model, std::size_t crime_type, Month month) {
    std::vector<double> days(static_cast<std::size_t>(days_in(month)), 0);
    for (const Offence& offence : model.offences) {
        if (offence.crime_type != crime_type || offence.share == 0) {
            continue;
        }
        const MonthSlots slots = month_slots(offence.rhythm, month, model.calendar);
        for (std::size_t i = 0; i < slots.probabilities.size(); ++i) {
            days[i / slots.a_day] += offence.share * slots.probabilities[i];
        }
    }
    return days;
}

} // namespace crims
