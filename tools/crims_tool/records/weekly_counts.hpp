// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "crims/rhythm.hpp"
#include "crims_tool/records/incident_columns.hpp"

namespace crims_tool {

/// The incidents of a crime type by period of the week.
struct WeeklyCount {
    std::string crime_type;
    std::array<std::uint64_t, crims::periods_a_week> counts = {};
    crims::WeeklyRhythm weights = crims::flat_rhythm(); ///< mean 1

    std::uint64_t total() const;
};

struct WeeklyCounts {
    std::vector<WeeklyCount> crime_types; ///< in alphabetical order
    std::chrono::sys_days first_day;
    std::chrono::sys_days last_day;
    std::vector<std::string> warnings; ///< what makes the weights doubtful
};

/// Counts incidents by 21 eight-hour periods of the week, in local time. A period's weight is its
/// share of the crime type's incidents times 21. Where the incidents span less than 53 weeks, days
/// of the week that occur more often in that span than others count less in proportion (a partial
/// week is less than 2 % of the rest of a longer one).
///
/// Incidents without a time of day are left out with a warning. Throws toolkit::DataError if none
/// has one, or all are at midnight exactly, which is how dates without time often come.
WeeklyCounts count_week(const IncidentColumns& incidents);

} // namespace crims_tool
