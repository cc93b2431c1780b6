// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace wdd {

/// Calendar days from start to end, both included. `end` is never before `start` in a valid period.
struct Period {
    std::chrono::sys_days start;
    std::chrono::sys_days end;

    bool operator==(const Period&) const = default;

    bool contains(std::chrono::sys_days day) const { return start <= day && day <= end; }
};

/// Number of days, both ends included.
int days_in(const Period& period);

/// True if some day is in both.
bool overlap(const Period& a, const Period& b);

/// True if one of the periods contains the day.
bool in_any(const std::vector<Period>& periods, std::chrono::sys_days day);

/// Throws std::invalid_argument, naming both dates, if the end is before the start.
void require_ordered(const Period& period, std::string_view what);

/// As many days as `period` has, ending the day before it starts.
Period preceding_days(const Period& period);

/// True if the period starts on the first day of a month and ends on the last day of one.
bool is_whole_months(const Period& period);

/// Number of months of a period that is made of whole months.
/// Throws std::invalid_argument if it is not.
int months_in(const Period& period);

/// Whole months as such, whatever their days; else days over those of an average month.
double length_in_months(const Period& period);

/// As many whole months as `period` has, ending the day before it starts.
/// Throws std::invalid_argument if the period is not made of whole months.
Period preceding_months(const Period& period);

/// The same day of the month, `months` months earlier; where that month is shorter, its last day
/// (31 March less one month is 28 or 29 February).
std::chrono::sys_days months_back(std::chrono::sys_days day, int months);

std::chrono::sys_days last_day_of_month(std::chrono::sys_days day);

/// "2021-05-01".
std::string iso_date(std::chrono::sys_days day);

/// "2021-05".
std::string iso_month(std::chrono::sys_days day);

} // namespace wdd
