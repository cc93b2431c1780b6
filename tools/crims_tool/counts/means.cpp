// SPDX-License-Identifier: MIT
#include "crims_tool/counts/means.hpp"

#include <vector>

#include "crims/rhythm.hpp"

namespace crims_tool {

namespace {

/// A period that has days of a month, and the share of an offence's crimes of the month on them.
struct Part {
    std::size_t period = 0;
    double share = 0;
};

std::vector<Part> parts_of(const crims::WeeklyRhythm& rhythm, crims::Month month,
                           const crims::LocalCalendar& calendar, const CountPeriods& periods) {
    const auto first = std::chrono::sys_days(month / std::chrono::day(1));
    if (periods.kind() == PeriodKind::month) {
        return {{.period = periods.number(first), .share = 1}};
    }
    const auto [probabilities, a_day] = crims::month_slots(rhythm, month, calendar);
    std::vector<Part> parts;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const auto day = first + std::chrono::days(static_cast<int>(i / a_day));
        const std::size_t period = periods.number(day);
        if (parts.empty() || parts.back().period != period) {
            parts.push_back({.period = period});
        }
        parts.back().share += probabilities[i];
    }
    return parts;
}

void add_month(const crims::Model& model, const crims::Loading& loading, crims::Month month,
               CountTable& table) {
    const std::vector<double> factors = crims::loading_factors(model, loading, month);
    const std::size_t offences = model.offences.size();
    for (std::size_t o = 0; o < offences; ++o) {
        const crims::Offence& offence = model.offences[o];
        const std::vector<Part> parts =
            parts_of(offence.rhythm, month, model.calendar, table.periods());
        for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
            const double crimes = crims::expected_count(model, zone, offence.crime_type, month) *
                                  offence.share * factors[(zone * offences) + o];
            for (const Part& part : parts) {
                table.at(0, zone, offence.crime_type, part.period) += crimes * part.share;
            }
        }
    }
}

} // namespace

CountTable mean_counts(const crims::Model& model, const crims::Loading& loading,
                       const CountPeriods& periods) {
    CountTable::Names names{.zones = model.zones, .crime_types = model.crime_types};
    names.zones.emplace_back(); // no crime is in none
    CountTable table(std::move(names), periods);
    table.set_means();
    const MonthRange& months = periods.months();
    for (std::size_t month = 0; month < months.size(); ++month) {
        add_month(model, loading, months.from + std::chrono::months(static_cast<int>(month)),
                  table);
    }
    return table;
}

} // namespace crims_tool
