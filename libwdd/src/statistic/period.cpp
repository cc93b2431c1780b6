// SPDX-License-Identifier: MIT
#include "wdd/period.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

namespace wdd {

using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

namespace {

year_month month_of(sys_days date) {
    const year_month_day calendar{date};
    return calendar.year() / calendar.month();
}

bool is_first_of_month(sys_days date) {
    return year_month_day{date}.day() == std::chrono::day{1};
}

} // namespace

int days_in(const Period& period) {
    return static_cast<int>((period.end - period.start).count()) + 1;
}

bool overlap(const Period& a, const Period& b) {
    return a.start <= b.end && b.start <= a.end;
}

bool in_any(const std::vector<Period>& periods, sys_days day) {
    return std::ranges::any_of(periods,
                               [day](const Period& period) { return period.contains(day); });
}

void require_ordered(const Period& period, std::string_view what) {
    if (period.end < period.start) {
        throw std::invalid_argument("the " + std::string(what) + " ends on " +
                                    iso_date(period.end) + ", before it starts on " +
                                    iso_date(period.start));
    }
}

Period preceding_days(const Period& period) {
    return {.start = period.start - std::chrono::days{days_in(period)},
            .end = period.start - std::chrono::days{1}};
}

bool is_whole_months(const Period& period) {
    return period.start <= period.end && is_first_of_month(period.start) &&
           is_first_of_month(period.end + std::chrono::days{1});
}

int months_in(const Period& period) {
    if (!is_whole_months(period)) {
        throw std::invalid_argument(
            "the period from " + iso_date(period.start) + " to " + iso_date(period.end) +
            " is not made of whole months: expected it to start on the first day of a month and to end on the last day of one");
    }
    const std::chrono::months length =
        month_of(period.end + std::chrono::days{1}) - month_of(period.start);
    return static_cast<int>(length.count());
}

double length_in_months(const Period& period) {
    constexpr double days_a_month = 365.25 / 12;
    return is_whole_months(period) ? months_in(period) : days_in(period) / days_a_month;
}

Period preceding_months(const Period& period) {
    const std::chrono::months length{months_in(period)};
    return {.start = sys_days{(month_of(period.start) - length) / std::chrono::day{1}},
            .end = period.start - std::chrono::days{1}};
}

sys_days months_back(sys_days day, int months) {
    const year_month month = month_of(day) - std::chrono::months{months};
    const year_month_day last{month / std::chrono::last};
    return sys_days{month / std::min(year_month_day{day}.day(), last.day())};
}

sys_days last_day_of_month(sys_days day) {
    return sys_days{month_of(day) / std::chrono::last};
}

std::string iso_date(sys_days day) {
    const year_month_day calendar{day};
    std::array<char, 40> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(calendar.year()),
        static_cast<unsigned>(calendar.month()), static_cast<unsigned>(calendar.day()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string iso_month(sys_days day) {
    const std::string date = iso_date(day);
    return date.substr(0, date.rfind('-'));
}

} // namespace wdd
