// SPDX-License-Identifier: MIT
#include "crims_tool/records/weekly_counts.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using toolkit::DataError;

constexpr std::size_t days_of_week = 7;
constexpr auto midnight = std::chrono::seconds(0);

/// How often each day of the week, Monday first, occurs from one day to another.
std::array<double, days_of_week> days_covered(sys_days first, sys_days last) {
    std::array<double, days_of_week> covered{};
    const auto span = static_cast<std::size_t>((last - first).count()) + 1;
    const std::size_t weeks = span / days_of_week;
    covered.fill(static_cast<double>(weeks));
    for (std::size_t i = 0; i < span % days_of_week; ++i) {
        const std::chrono::weekday weekday(first + days(static_cast<int>(i)));
        covered.at(weekday.iso_encoding() - 1) += 1;
    }
    return covered;
}

crims::WeeklyRhythm weights(const WeeklyCount& count, const WeeklyCounts& all) {
    crims::WeeklyRhythm weights{};
    std::copy(count.counts.begin(), count.counts.end(), weights.begin());
    constexpr days a_year_of_weeks(53 * 7);
    if (all.last_day - all.first_day + days(1) < a_year_of_weeks) {
        const auto covered = days_covered(all.first_day, all.last_day);
        for (std::size_t period = 0; period < weights.size(); ++period) {
            const double occurrences = covered.at(period / crims::periods_a_day);
            weights.at(period) /= std::max(occurrences, 1.0); // a day that never was has no crime
        }
    }
    return crims::normalised(weights);
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

WeeklyCounts count_week(const IncidentColumns& incidents) {
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
        const std::size_t period =
            crims::period_of(day, std::chrono::floor<std::chrono::minutes>(time));
        ++result.crime_types[incidents.crime_type[i]].counts.at(period);
    }
    require_times(incidents, timed, midnights);
    add_warnings(result, incidents, timed, midnights);
    std::erase_if(result.crime_types, [](const WeeklyCount& one) { return one.total() == 0; });
    std::sort(result.crime_types.begin(), result.crime_types.end(),
              [](const auto& a, const auto& b) { return a.crime_type < b.crime_type; });
    for (WeeklyCount& count : result.crime_types) {
        count.weights = weights(count, result);
    }
    return result;
}

} // namespace crims_tool
