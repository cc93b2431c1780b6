// SPDX-License-Identifier: MIT
#include "crims_tool/validate/time_profile.hpp"

#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace crims_tool {

namespace {

using std::chrono::days;

constexpr std::size_t minutes_an_hour = 60;
using crims::hours_a_period;

std::size_t weekday_of(std::chrono::sys_days day) {
    return std::chrono::weekday(day).iso_encoding() - 1;
}

/// Sums by a number that each hour of the week has, as shares of all.
template<class GroupOf>
std::vector<double> shares(const WeekHours& hours, std::size_t groups, GroupOf&& group_of) {
    std::vector<double> sums(groups, 0);
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
        sums[group_of(hour)] += hours.at(hour);
    }
    const double all = std::accumulate(sums.begin(), sums.end(), 0.0);
    for (double& sum : sums) {
        sum = all > 0 ? sum / all : 0;
    }
    return sums;
}

template<class GroupOf>
std::vector<crims::ValidationGroup> compared_shares(const WeekHours& observed,
                                                    std::span<const WeekHours> replicates,
                                                    std::size_t groups, GroupOf&& group_of) {
    const std::vector<double> wanted = shares(observed, groups, group_of);
    std::vector<std::vector<double>> simulated(groups);
    for (const WeekHours& replicate : replicates) {
        const std::vector<double> of_replicate = shares(replicate, groups, group_of);
        for (std::size_t group = 0; group < groups; ++group) {
            simulated[group].push_back(of_replicate[group]);
        }
    }
    std::vector<crims::ValidationGroup> result;
    for (std::size_t group = 0; group < groups; ++group) {
        result.push_back(crims::compared(wanted[group], std::move(simulated[group])));
    }
    return result;
}

} // namespace

void add_hours(const crims::CrimeTable& crimes, WeekHours& hours) {
    const std::size_t first = hours_a_day * weekday_of(crims::first_day(crimes.month));
    for (const std::uint16_t minute : crimes.minute) {
        hours.at((first + (minute / minutes_an_hour)) % hours_a_week) += 1;
    }
}

WeekHours expected_hours(const crims::Model& model, const crims::Loading& loading,
                         std::span<const crims::Month> months) {
    WeekHours hours{};
    const std::size_t offences = model.offences.size();
    for (const crims::Month month : months) {
        const std::vector<double> factors = crims::loading_factors(model, loading, month);
        const std::size_t first = hours_a_day * weekday_of(crims::first_day(month));
        for (std::size_t i = 0; i < offences; ++i) {
            const crims::Offence& offence = model.offences[i];
            double expected = 0;
            for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
                expected += crims::expected_count(model, zone, offence.crime_type, month) *
                            factors[(zone * offences) + i];
            }
            const crims::MonthSlots slots =
                crims::month_slots(offence.rhythm, month, model.calendar);
            const std::size_t length = hours_a_day / slots.a_day;
            for (std::size_t hour = 0; hour < length * slots.probabilities.size(); ++hour) {
                hours.at((first + hour) % hours_a_week) += expected * offence.share *
                                                           slots.probabilities[hour / length] /
                                                           static_cast<double>(length);
            }
        }
    }
    return hours;
}

ObservedHours observed_hours(const IncidentColumns& incidents, const MonthRange& months,
                             std::span<const std::uint8_t> keep) {
    ObservedHours observed;
    const auto first = std::chrono::sys_seconds(crims::first_day(months.from));
    const auto end = std::chrono::sys_seconds(crims::first_day(months.to + std::chrono::months(1)));
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const std::chrono::sys_seconds local = incidents.local[i];
        if (local < first || local >= end || keep[incidents.crime_type[i]] == 0) {
            continue;
        }
        if (incidents.has_time[i] == 0) {
            ++observed.untimed;
            continue;
        }
        const auto day = std::chrono::floor<days>(local);
        const std::chrono::seconds time = local - day;
        const auto hour =
            static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(time).count());
        ++observed.timed;
        observed.midnights += time == std::chrono::seconds(0) ? 1U : 0U;
        observed.hours.at((hours_a_day * weekday_of(day)) + hour) += 1;
    }
    return observed;
}

std::vector<std::string> warnings_of(const ObservedHours& observed) {
    std::vector<std::string> warnings;
    if (observed.untimed > 0) {
        warnings.push_back(fmt::format(
            "{} of {} incidents have no time of day and say nothing about the week's rhythm.",
            observed.untimed, observed.untimed + observed.timed));
    }
    constexpr std::uint64_t suspicious_part = 20; // 1 in 1440 minutes is midnight
    if (observed.midnights * suspicious_part > observed.timed) {
        warnings.push_back(fmt::format(
            "{} of {} incidents are at exactly 00:00, perhaps because their time is not known. They make the night look busier.",
            observed.midnights, observed.timed));
    }
    return warnings;
}

TimeProfile time_profile(const WeekHours& observed, std::span<const WeekHours> replicates) {
    return {.periods = compared_shares(observed, replicates, crims::periods_a_week,
                                       [](std::size_t hour) { return hour / hours_a_period; }),
            .days = compared_shares(observed, replicates, days_a_week,
                                    [](std::size_t hour) { return hour / hours_a_day; }),
            .hours = compared_shares(observed, replicates, hours_a_day,
                                     [](std::size_t hour) { return hour % hours_a_day; })};
}

} // namespace crims_tool
