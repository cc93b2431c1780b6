// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "crims/rhythm.hpp"
#include "crims_tool/records/incident_columns.hpp"

namespace crims_tool {

using HourCounts = std::array<std::uint64_t, crims::hours_a_week>;

/// The incidents of a crime type by hour of the week.
struct WeeklyCount {
    std::string crime_type;
    HourCounts counts = {};
    crims::WeeklyRhythm weights = crims::flat_rhythm(); ///< mean 1

    std::uint64_t total() const;
};

struct WeeklyCounts {
    std::vector<WeeklyCount> crime_types; ///< in alphabetical order
    std::chrono::sys_days first_day;
    std::chrono::sys_days last_day;
    std::vector<std::string> warnings; ///< what makes the weights doubtful
};

/// Counts incidents by the 168 hours of the week, in local time; a public holiday counts as a
/// Sunday. An hour's weight is smooth where incidents are thin (crims::rhythm_of_counts), each
/// crime type drawn toward all as if 21 incidents had followed them. Where the incidents span less
/// than 53 weeks, or holidays are known, days of the week that occur more often than others count
/// less in proportion (a partial week is less than 2 % of the rest of a longer span).
///
/// Incidents without a time of day are left out with a warning. Throws toolkit::DataError if none
/// has one, or all are at midnight exactly, which is how dates without time often come.
WeeklyCounts count_week(const IncidentColumns& incidents,
                        const crims::LocalCalendar& calendar = {});

} // namespace crims_tool
