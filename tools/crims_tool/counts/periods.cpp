// SPDX-License-Identifier: MIT
#include "crims_tool/counts/periods.hpp"

#include <algorithm>

#include "wdd/period.hpp"

namespace crims_tool {

namespace {

constexpr int week_length = 7;

DaySpan days_of(const MonthRange& months) {
    return {.first = std::chrono::sys_days(months.from / std::chrono::day(1)),
            .last = std::chrono::sys_days(months.to / std::chrono::last)};
}

} // namespace

crims::Month month_of_day(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return {date.year(), date.month()};
}

std::chrono::sys_days monday_of(std::chrono::sys_days day) {
    return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

CountPeriods::CountPeriods(PeriodKind kind, const MonthRange& months)
    : m_kind(kind), m_months(months), m_whole(days_of(months)),
      m_first_monday(monday_of(m_whole.first)),
      m_size(kind == PeriodKind::month ? months.size() : number(m_whole.last) + 1) {}

std::size_t CountPeriods::number(std::chrono::sys_days day) const {
    return m_kind == PeriodKind::month
               ? m_months.number(month_of_day(day))
               : static_cast<std::size_t>((day - m_first_monday).count() / week_length);
}

DaySpan CountPeriods::span(std::size_t period) const {
    const int number = static_cast<int>(period);
    if (m_kind == PeriodKind::month) {
        const crims::Month month = m_months.from + std::chrono::months(number);
        return days_of({month, month});
    }
    const std::chrono::sys_days monday = m_first_monday + std::chrono::days(week_length * number);
    return {.first = std::max(monday, m_whole.first),
            .last = std::min(monday + std::chrono::days(week_length - 1), m_whole.last)};
}

std::string CountPeriods::name(std::size_t period) const {
    return m_kind == PeriodKind::month ? month_text(month_of_day(span(period).first))
                                       : wdd::iso_date(monday_of(span(period).first));
}

} // namespace crims_tool
