// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

enum class PeriodKind : std::uint8_t { month, week };

/// Calendar days, both included.
struct DaySpan {
    std::chrono::sys_days first = {};
    std::chrono::sys_days last = {};

    int days() const { return static_cast<int>((last - first).count()) + 1; }
};

/// The months of a range, or the weeks (Monday to Sunday) that have a day in it, one after another.
class CountPeriods {
  public:
    CountPeriods(PeriodKind kind, const MonthRange& months);

    PeriodKind kind() const { return m_kind; }

    const MonthRange& months() const { return m_months; }

    std::size_t size() const { return m_size; }

    /// Of a day in the range.
    std::size_t number(std::chrono::sys_days day) const;

    /// The days of a period that are in the range: fewer than seven of the first and last week,
    /// mostly.
    DaySpan span(std::size_t period) const;

    /// "2020-01", or the Monday with which the week begins: "2019-12-30".
    std::string name(std::size_t period) const;

    /// The range from its first day to its last.
    DaySpan whole() const { return m_whole; }

  private:
    PeriodKind m_kind;
    MonthRange m_months;
    DaySpan m_whole;
    std::chrono::sys_days m_first_monday;
    std::size_t m_size;
};

/// The month that a day lies in.
crims::Month month_of_day(std::chrono::sys_days day);

/// The Monday of a day's week.
std::chrono::sys_days monday_of(std::chrono::sys_days day);

} // namespace crims_tool
