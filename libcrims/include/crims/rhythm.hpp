// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/month.hpp"

namespace crims {

inline constexpr std::size_t days_a_week = 7;
inline constexpr std::size_t hours_a_day = 24;
inline constexpr std::size_t hours_a_week = 168;
inline constexpr std::size_t periods_a_day = 3;
inline constexpr std::size_t periods_a_week = 21;
inline constexpr std::size_t hours_a_period = hours_a_day / periods_a_day;

/// How crime is spread over the week: a weight for each of its 168 hours of local time, with mean
/// 1. Hour 24 * weekday + hour of the day, Monday 0: from Monday, 00:00 to 01:00, on.
using WeeklyRhythm = std::array<double, hours_a_week>;

/// The same by periods of eight hours: 3 * weekday + slot, slot 0 the night (00:00 to 08:00), 1 the
/// day, 2 the evening: Monday night first, as in CriMS.
using PeriodWeights = std::array<double, periods_a_week>;

/// Weight 1 in every hour.
WeeklyRhythm flat_rhythm() noexcept;

/// Each period's weight in each of its hours.
WeeklyRhythm rhythm_of_periods(const PeriodWeights& weights) noexcept;

/// True if the hours of each period of eight have one weight.
bool has_periods_alone(const WeeklyRhythm& rhythm) noexcept;

/// Weights scaled to mean 1. Throws std::invalid_argument if one is negative or not finite, or if
/// all are 0.
WeeklyRhythm normalised(const WeeklyRhythm& weights);
PeriodWeights normalised(const PeriodWeights& weights);

/// The hour of the week of an instant in local time.
std::size_t hour_of_week(std::chrono::sys_days day, std::chrono::minutes time_of_day) noexcept;

/// Likewise the period.
std::size_t period_of(std::chrono::sys_days day, std::chrono::minutes time_of_day) noexcept;

/// An hour of local time that is not there (clocks go forward) or is there twice (they go back).
struct ClockChange {
    std::chrono::sys_days day;
    std::uint8_t hour = 0;  ///< of the day
    std::uint8_t times = 0; ///< 0 or 2

    bool operator==(const ClockChange&) const = default;
};

/// What is special about days in the area of a model.
struct LocalCalendar {
    std::vector<std::chrono::sys_days> holidays; ///< in order; their rhythm is a Sunday's
    std::vector<ClockChange> clock_changes;      ///< in order of their days

    bool operator==(const LocalCalendar&) const = default;

    /// Monday 0, Sunday or a public holiday 6.
    std::size_t weekday(std::chrono::sys_days day) const;

    /// How often a day has an hour: 1, but for those at which clocks change.
    double times(std::chrono::sys_days day, std::size_t hour) const;

    /// True if clocks change on one of the days.
    bool changes_clock(std::chrono::sys_days first, std::chrono::sys_days last) const;
};

/// The probability of each part of a month; the week's weights laid into it day by day. They sum to
/// one, so that the month's expected count stays what it is.
struct MonthSlots {
    std::vector<double> probabilities;
    std::uint32_t a_day = 0; ///< 3 periods of eight hours where hours do not differ, else 24 hours

    std::uint32_t minutes() const { return 24 * 60 / a_day; }
};

MonthSlots month_slots(const WeeklyRhythm& rhythm, Month month, const LocalCalendar& calendar = {});

/// The same for the parts of one day, given that the crime is of that day. A day on which all
/// weights are 0 is even over its hours.
MonthSlots day_slots(const WeeklyRhythm& rhythm, std::chrono::sys_days day,
                     const LocalCalendar& calendar = {});

} // namespace crims
