// SPDX-License-Identifier: MIT
#include "crims_tool/serve/crime_summary.hpp"

#include <chrono>

namespace crims_tool {

namespace {

/// Hours from the Monday before a month's first midnight to that midnight.
std::size_t hour_of_week(crims::Month month) {
    constexpr std::size_t hours_a_day = 24;
    const std::chrono::weekday day{std::chrono::sys_days(month / std::chrono::day(1))};
    return (day.iso_encoding() - 1) * hours_a_day;
}

void add(const crims::CrimeTable& table, const crims::Model& model, CrimeSummary& summary) {
    constexpr std::size_t minutes_an_hour = 60;
    const std::size_t begin = hour_of_week(table.month);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const std::size_t type = model.offences[table.offence[i]].crime_type;
        const std::size_t hour =
            (begin + (table.minute[i] / minutes_an_hour)) % CrimeSummary::hours_a_week;
        ++summary.by_cell[model.cell(table.zone[i], type)];
        ++summary.by_hour[(type * CrimeSummary::hours_a_week) + hour];
    }
    summary.crimes += table.size();
}

} // namespace

CrimeSummary count_simulated(const SimulationQuery& query) {
    const crims::Model& model = query.model().model();
    CrimeSummary summary;
    summary.by_cell.resize(model.cell_count());
    summary.by_hour.resize(model.crime_types.size() * CrimeSummary::hours_a_week);
    crims::SimulationOptions options = query.options();
    if (!options.near_repeat) { // with them a place outside the zone is drawn again
        options.placement = crims::Placement::none;
    }
    const crims::Simulation simulation(model, options, query.loading());
    crims::Simulator replicate = simulation.replicate(options.replicate);
    crims::CrimeTable table;
    for (std::size_t month = 0; month < query.months().size(); ++month) {
        replicate.step(table);
        add(table, model, summary);
    }
    return summary;
}

} // namespace crims_tool
