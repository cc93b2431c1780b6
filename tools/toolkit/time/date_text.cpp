// SPDX-License-Identifier: MIT
#include "toolkit/time/date_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "toolkit/text/blanks.hpp"

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

/// Walks over a text; what does not match is not consumed.
class Cursor {
  public:
    explicit Cursor(std::string_view text) noexcept : m_rest(text) {}

    bool at_end() const noexcept { return m_rest.empty(); }

    bool at_digit() const noexcept { return !m_rest.empty() && is_digit(m_rest.front()); }

    bool take(char wanted) noexcept {
        if (m_rest.empty() || m_rest.front() != wanted) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    /// Exactly `count` digits.
    std::optional<int> number(std::size_t count) noexcept {
        if (m_rest.size() < count) {
            return std::nullopt;
        }
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!is_digit(m_rest[i])) {
                return std::nullopt;
            }
            value = value * 10 + (m_rest[i] - '0');
        }
        m_rest.remove_prefix(count);
        return value;
    }

    /// Two digits from 0 to `largest`.
    std::optional<int> two_digits(int largest) noexcept {
        const std::optional<int> value = number(2);
        return value && *value <= largest ? value : std::nullopt;
    }

    /// One digit or more.
    bool skip_digits() noexcept {
        const bool any = at_digit();
        while (at_digit()) {
            m_rest.remove_prefix(1);
        }
        return any;
    }

  private:
    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

    std::string_view m_rest;
};

bool keep_if_real(DateText& date, int y, int m, int d) noexcept {
    const year_month_day written{year(y), month(static_cast<unsigned>(m)),
                                 day(static_cast<unsigned>(d))};
    if (y < 1 || !written.ok()) {
        return false;
    }
    date.day = sys_days(written);
    return true;
}

bool read_day(Cursor& cursor, DateText& date) noexcept {
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
        return keep_if_real(date, *y, *m, 1);
    }
    const std::optional<int> d = cursor.two_digits(31);
    return d && keep_if_real(date, *y, *m, *d);
}

bool read_seconds(Cursor& cursor, DateText& date) noexcept {
    const std::optional<int> second = cursor.two_digits(60);
    if (!second) {
        return false;
    }
    // A leap second belongs to the day it ends; as :60 it would be the next day's midnight.
    date.time_of_day += seconds(std::min(*second, 59));
    const bool fraction = cursor.take('.') || cursor.take(',');
    return !fraction || cursor.skip_digits();
}

bool read_time(Cursor& cursor, DateText& date) noexcept {
    if (!cursor.take('T') && !cursor.take('t') && !cursor.take(' ')) {
        return false;
    }
    const std::optional<int> hour = cursor.two_digits(23);
    const bool colon = cursor.take(':');
    const std::optional<int> minute = cursor.two_digits(59);
    if (!hour || !minute) {
        return false;
    }
    date.time_of_day = hours(*hour) + minutes(*minute);
    const bool more = colon ? cursor.take(':') : cursor.at_digit();
    return !more || read_seconds(cursor, date);
}

bool read_offset(Cursor& cursor, DateText& date) noexcept {
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

DateText parse_date(std::string_view text) {
    const std::optional<DateText> date = read_date(text);
    if (!date) {
        throw std::invalid_argument(
            fmt::format("'{:.60}': no date of the calendar; write it as YYYY-MM-DD (2021-05-31) "
                        "or YYYY-MM (2021-05)",
                        text.substr(0, text.find('\0'))));
    }
    return *date;
}

} // namespace

std::optional<DateText> read_date(std::string_view text) noexcept {
    Cursor cursor(trimmed(text));
    DateText date;
    if (!read_day(cursor, date)) {
        return std::nullopt;
    }
    if (cursor.at_end()) {
        return date;
    }
    const bool read =
        !date.month_only && read_time(cursor, date) && read_offset(cursor, date) && cursor.at_end();
    return read ? std::optional(date) : std::nullopt;
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
