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
        const std::vector<double> periods = period_probabilities(offence.rhythm, month);
        for (std::size_t i = 0; i < periods.size(); ++i) {
            days[i / periods_a_day] += offence.share * periods[i];
        }
    }
    return days;
}

} // namespace crims
