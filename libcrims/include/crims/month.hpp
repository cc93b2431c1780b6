// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>

namespace crims {

/// A calendar month, the step of the simulator.
using Month = std::chrono::year_month;

inline constexpr std::size_t calendar_months = 12;
inline constexpr std::size_t half_year_months = calendar_months / 2;

/// Months since January 1970; negative before. The month must be ok().
constexpr int month_index(Month month) noexcept {
    return ((static_cast<int>(month.year()) - 1970) * 12) +
           static_cast<int>(static_cast<unsigned>(month.month())) - 1;
}

/// The month that has an index.
constexpr Month month_from_index(int index) noexcept {
    return std::chrono::year(1970) / std::chrono::January + std::chrono::months(index);
}

constexpr Month month_of(std::chrono::sys_days day) noexcept {
    const std::chrono::year_month_day date(day);
    return {date.year(), date.month()};
}

/// 0 for January to 11 for December.
constexpr int calendar_month(Month month) noexcept {
    return static_cast<int>(static_cast<unsigned>(month.month())) - 1;
}

/// The January or July that the calendar half-year of a month begins with.
constexpr Month first_of_half_year(Month month) noexcept {
    return month.year() / (calendar_month(month) < int{half_year_months} ? std::chrono::January
                                                                         : std::chrono::July);
}

constexpr std::chrono::sys_days first_day(Month month) noexcept {
    return std::chrono::sys_days(month / std::chrono::day(1));
}

constexpr int days_in(Month month) noexcept {
    return static_cast<int>((first_day(month + std::chrono::months(1)) - first_day(month)).count());
}

/// Length of a month over that of the same month in a common year.
constexpr double leap_factor(Month month) noexcept {
    constexpr double common_february = 28;
    const bool is_leap = month.year().is_leap() && month.month() == std::chrono::February;
    return is_leap ? (common_february + 1) / common_february : 1;
}

} // namespace crims
