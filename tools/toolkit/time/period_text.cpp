// SPDX-License-Identifier: MIT
#include "toolkit/time/period_text.hpp"

#include <array>

#include <fmt/format.h>

namespace toolkit {

namespace {

using std::chrono::year_month_day;

constexpr std::array<const char*, 12> short_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

const char* short_month(const year_month_day& date) {
    return short_months.at(static_cast<unsigned>(date.month()) - 1);
}

bool is_whole_months(const year_month_day& first, const year_month_day& last) {
    return first.day() == std::chrono::day(1) &&
           last == std::chrono::year_month_day_last(last.year(),
                                                    std::chrono::month_day_last(last.month()));
}

} // namespace

std::string short_period(std::chrono::sys_days first, std::chrono::sys_days last) {
    const year_month_day from(first);
    const year_month_day to(last);
    const bool whole = is_whole_months(from, to);
    const auto date = [whole](const year_month_day& day) {
        return whole ? std::string(short_month(day))
                     : fmt::format("{} {}", static_cast<unsigned>(day.day()), short_month(day));
    };
    const int year = static_cast<int>(to.year());
    if (date(from) == date(to) && from.year() == to.year()) {
        return fmt::format("{} {}", date(to), year);
    }
    if (from.year() == to.year()) {
        return fmt::format("{} to {} {}", date(from), date(to), year);
    }
    return fmt::format("{} {} to {} {}", date(from), static_cast<int>(from.year()), date(to), year);
}

} // namespace toolkit
