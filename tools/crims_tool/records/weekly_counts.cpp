// SPDX-License-Identifier: MIT
#include "crims_tool/records/weekly_counts.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include <fmt/format.h>

#include "crims/calibration.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using toolkit::DataError;

using crims::days_a_week;
constexpr auto midnight = std::chrono::seconds(0);

/// How often each day of the week, Monday first, occurs from one day to another; a public holiday
/// is a Sunday.
std::array<double, days_a_week> days_covered(sys_days first, sys_days last,
                                             const crims::LocalCalendar& calendar) {
    std::array<double, days_a_week> covered{};
    for (sys_days day = first; day <= last; day += days(1)) {
        covered.at(calendar.weekday(day)) += 1;
    }
    return covered;
}

/// Weights of a day's hours by how often that day was.
crims::WeeklyRhythm by_day(crims::WeeklyRhythm weights, const WeeklyCounts& all,
                           const crims::LocalCalendar& calendar) {
    constexpr days a_year_of_weeks(53 * 7);
    const bool is_short = all.last_day - all.first_day + days(1) < a_year_of_weeks;
    if (is_short || !calendar.holidays.empty()) {
        const auto covered = days_covered(all.first_day, all.last_day, calendar);
        for (std::size_t hour = 0; hour < weights.size(); ++hour) {
            const double occurrences = covered.at(hour / crims::hours_a_day);
            weights.at(hour) /= std::max(occurrences, 1.0); // a day that never was has no crime
        }
    }
    return crims::normalised(weights);
}

/// Smooth rhythms: that of each crime type drawn toward that of all.
void set_weights(WeeklyCounts& week, const crims::LocalCalendar& calendar) {
    HourCounts all{};
    for (const WeeklyCount& type : week.crime_types) {
        std::transform(all.begin(), all.end(), type.counts.begin(), all.begin(), std::plus<>());
    }
    const crims::WeeklyRhythm broad = crims::rhythm_of_counts(all, crims::flat_rhythm(), 0);
    constexpr double one_a_day_and_slot = crims::periods_a_week;
    for (WeeklyCount& type : week.crime_types) {
        type.weights =
            by_day(crims::rhythm_of_counts(type.counts, broad, one_a_day_and_slot), week, calendar);
    }
}

void require_times(const IncidentColumns& incidents, std::uint64_t timed, std::uint64_t midnights) {
    if (timed == 0) {
        throw DataError(fmt::format(
            "{}: its dates have no time of day, so there is no rhythm; name a field with date and time, or the field of the time with ⟨--time-field⟩",
            incidents.source));
    }
    if (timed == midnights) {
        throw DataError(fmt::format(
            "{}: all {} incidents are at exactly 00:00, as dates without a time of day often are; name the field that holds the time",
            incidents.source, timed));
    }
}

void add_warnings(WeeklyCounts& result, const IncidentColumns& incidents, std::uint64_t timed,
                  std::uint64_t midnights) {
    if (timed < incidents.size()) {
        result.warnings.push_back(
            fmt::format("{}: {} of {} incidents have no time of day and were left out.",
                        incidents.source, incidents.size() - timed, incidents.size()));
    }
    constexpr std::uint64_t suspicious_part =
        20; // a twentieth, where 1 in 1440 minutes is midnight
    if (midnights * suspicious_part > timed) {
        result.warnings.push_back(fmt::format(
            "{}: {} of {} incidents are at exactly 00:00, perhaps because their time is not known. They make the night look busier; leave them out with ⟨--where⟩.",
            incidents.source, midnights, timed));
    }
    constexpr days two_weeks(14);
    if (result.last_day - result.first_day + days(1) < two_weeks) {
        result.warnings.push_back(
            fmt::format("{}: the incidents span less than two weeks ({} to {}).", incidents.source,
                        wdd::iso_date(result.first_day), wdd::iso_date(result.last_day)));
    }
}

} // namespace

std::uint64_t WeeklyCount::total() const {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

WeeklyCounts count_week(const IncidentColumns& incidents, const crims::LocalCalendar& calendar) {
    WeeklyCounts result;
    for (const std::string& name : incidents.crime_types) {
        result.crime_types.push_back({.crime_type = name});
    }
    std::uint64_t timed = 0;
    std::uint64_t midnights = 0;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        if (incidents.has_time[i] == 0) {
            continue;
        }
        const auto day = std::chrono::floor<days>(incidents.local[i]);
        const std::chrono::seconds time = incidents.local[i] - day;
        result.first_day = timed == 0 ? day : std::min(result.first_day, day);
        result.last_day = timed == 0 ? day : std::max(result.last_day, day);
        ++timed;
        midnights += time == midnight ? 1U : 0U;
        const auto hour =
            static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(time).count());
        ++result.crime_types[incidents.crime_type[i]].counts.at(
            (crims::hours_a_day * calendar.weekday(day)) + hour);
    }
    require_times(incidents, timed, midnights);
    add_warnings(result, incidents, timed, midnights);
    std::erase_if(result.crime_types, [](const WeeklyCount& one) { return one.total() == 0; });
    std::sort(result.crime_types.begin(), result.crime_types.end(),
              [](const auto& a, const auto& b) { return a.crime_type < b.crime_type; });
    set_weights(result, calendar);
    return result;
}

} // namespace crims_tool
