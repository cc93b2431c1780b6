// SPDX-License-Identifier: MIT
#include "toolkit/time/date_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "toolkit/text/blanks.hpp"
#include "toolkit/time/date_cursor.hpp"
#include "toolkit/time/written_date.hpp"

namespace toolkit {

namespace {

using std::chrono::day;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

} // namespace

bool set_day(DateText& date, int y, int m, int d) noexcept {
    const year_month_day written{year(y), month(static_cast<unsigned>(m)),
                                 day(static_cast<unsigned>(d))};
    if (y < 1 || !written.ok()) {
        return false;
    }
    date.day = sys_days(written);
    return true;
}

bool read_offset(DateCursor& cursor, DateText& date) noexcept {
    if (cursor.at_end()) {
        return true;
    }
    if (cursor.take('Z') || cursor.take('z')) {
        date.utc_offset = minutes(0);
        return true;
    }
    const bool west = cursor.take('-');
    if (!west && !cursor.take('+')) {
        return false;
    }
    const std::optional<int> hour = cursor.two_digits(23);
    const bool more = cursor.take(':') || cursor.at_digit();
    const std::optional<int> minute = more ? cursor.two_digits(59) : 0;
    if (!hour || !minute) {
        return false;
    }
    const minutes size = hours(*hour) + minutes(*minute);
    date.utc_offset = west ? -size : size;
    return true;
}

namespace {

bool read_day(DateCursor& cursor, DateText& date) noexcept {
    const std::optional<int> y = cursor.number(4);
    if (!y) {
        return false;
    }
    char separator = '\0';
    if (cursor.take('-')) {
        separator = '-';
    } else if (cursor.take('/')) {
        separator = '/';
    }
    const std::optional<int> m = cursor.two_digits(12);
    if (!m) {
        return false;
    }
    if (separator != '\0' && !cursor.take(separator)) {
        date.month_only = true;
        return set_day(date, *y, *m, 1);
    }
    const std::optional<int> d = cursor.two_digits(31);
    return d && set_day(date, *y, *m, *d);
}

bool read_seconds(DateCursor& cursor, DateText& date) noexcept {
    const std::optional<int> second = cursor.two_digits(60);
    if (!second) {
        return false;
    }
    // A leap second belongs to the day it ends; as :60 it would be the next day's midnight.
    date.time_of_day += seconds(std::min(*second, 59));
    const bool fraction = cursor.take('.') || cursor.take(',');
    return !fraction || cursor.skip_digits();
}

bool read_time(DateCursor& cursor, DateText& date) noexcept {
    if (!cursor.take('T') && !cursor.take('t') && !cursor.take(' ')) {
        return false;
    }
    const std::optional<int> hour = cursor.two_digits(23);
    const bool colon = cursor.take(':');
    const std::optional<int> minute = cursor.two_digits(59);
    if (!hour || !minute) {
        return false;
    }
    date.has_time = true;
    date.time_of_day = hours(*hour) + minutes(*minute);
    const bool more = colon ? cursor.take(':') : cursor.at_digit();
    return !more || read_seconds(cursor, date);
}

std::invalid_argument not_a_date(std::string_view text, std::string_view why) {
    return std::invalid_argument(
        fmt::format("'{:.60}' {}; write the date as YYYY-MM-DD (2021-05-31) or YYYY-MM (2021-05)",
                    text.substr(0, text.find('\0')), why));
}

/// One date alone proves its order only by a day above 12.
DateText parse_date(std::string_view text) {
    if (const std::optional<DateText> date = read_date(text)) {
        return *date;
    }
    const std::optional<DateText> day_first = read_written_date(text, DateOrder::day_first);
    const std::optional<DateText> month_first = read_written_date(text, DateOrder::month_first);
    if (!day_first && !month_first) {
        throw not_a_date(text, "is not a date");
    }
    if (day_first && month_first && day_first->day != month_first->day) {
        throw not_a_date(text, "could be day first or month first");
    }
    return day_first ? *day_first : *month_first;
}

} // namespace

std::optional<DateText> read_date(std::string_view text) noexcept {
    DateCursor cursor(trimmed(text));
    DateText date;
    const bool has_day = read_day(cursor, date);
    if (has_day && cursor.at_end()) {
        return date;
    }
    const bool read = has_day && !date.month_only && read_time(cursor, date) &&
                      read_offset(cursor, date) && cursor.at_end();
    return read ? std::optional(date) : read_written_date(text, DateOrder::year_first);
}

sys_days parse_start_date(std::string_view text) {
    return parse_date(text).day;
}

sys_days parse_end_date(std::string_view text) {
    const DateText date = parse_date(text);
    if (!date.month_only) {
        return date.day;
    }
    const year_month_day first{date.day};
    return sys_days(first.year() / first.month() / std::chrono::last);
}

} // namespace toolkit
