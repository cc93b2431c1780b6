// SPDX-License-Identifier: MIT
#include "crims_tool/counts/table.hpp"

#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

CountTable::CountTable(Names names, const CountPeriods& periods)
    : m_names(std::move(names)), m_periods(periods), m_absent(periods.size()) {
    constexpr double most_cells = 1e8;
    const double cells =
        static_cast<double>(replicates()) * static_cast<double>(m_names.zones.size()) *
        static_cast<double>(m_names.crime_types.size()) * static_cast<double>(periods.size());
    if (cells > most_cells) {
        throw toolkit::DataError(fmt::format(
            "the table would have {} rows ({} replicates, {} zones, {} crime types, {} {}s) and at most {} are possible; choose fewer months with ⟨--from⟩ and ⟨--to⟩",
            toolkit::grouped_number(cells), replicates(), m_names.zones.size(),
            m_names.crime_types.size(), periods.size(),
            periods.kind() == PeriodKind::month ? "month" : "week",
            toolkit::grouped_number(most_cells)));
    }
    m_crimes.resize(static_cast<std::size_t>(cells));
}

template<class Takes>
double CountTable::sum(Takes takes) const {
    double crimes = 0;
    for (std::size_t replicate = 0; replicate < replicates(); ++replicate) {
        for (std::size_t zone = 0; zone < m_names.zones.size(); ++zone) {
            for (std::size_t type = 0; type < m_names.crime_types.size(); ++type) {
                for (std::size_t period = 0; period < m_periods.size(); ++period) {
                    crimes += takes(zone, type, period) ? at(replicate, zone, type, period) : 0;
                }
            }
        }
    }
    return crimes;
}

double CountTable::total() const {
    return sum([](std::size_t, std::size_t, std::size_t) { return true; });
}

double CountTable::total_of_type(std::size_t wanted) const {
    return sum([wanted](std::size_t, std::size_t type, std::size_t) { return type == wanted; });
}

double CountTable::total_of_period(std::size_t wanted) const {
    return sum([wanted](std::size_t, std::size_t, std::size_t period) { return period == wanted; });
}

double CountTable::without_zone() const {
    const std::size_t last = m_names.zones.size() - 1;
    return sum([last](std::size_t zone, std::size_t, std::size_t) { return zone == last; });
}

} // namespace crims_tool
