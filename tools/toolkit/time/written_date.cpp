// SPDX-License-Identifier: MIT
#include "toolkit/time/written_date.hpp"

#include <algorithm>
#include <array>

#include "toolkit/time/date_cursor.hpp"

namespace toolkit {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 12> month_names{
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

/// "jan", "sept", "september": at least three letters of a month's name.
std::optional<int> named_month(std::string_view word) noexcept {
    constexpr std::size_t fewest_letters = 3;
    if (word.size() < fewest_letters) {
        return std::nullopt;
    }
    const auto* const found = std::ranges::find_if(
        month_names, [&](std::string_view name) { return name.starts_with(word); });
    return found == month_names.end()
               ? std::nullopt
               : std::optional(static_cast<int>(found - month_names.begin()) + 1);
}

std::optional<int> read_month(DateCursor& cursor) noexcept {
    if (cursor.at_digit()) {
        return cursor.number(1, 2);
    }
    std::array<char, 10> letters{};
    const std::optional<int> month = named_month(cursor.word(letters));
    if (month) {
        cursor.take('.');
    }
    return month;
}

/// Two digits are of the century that POSIX gives them.
std::optional<int> read_year(DateCursor& cursor, DateOrder order) noexcept {
    constexpr int first_of_last_century = 69;
    constexpr int hundred = 100;
    if (order == DateOrder::year_first) {
        return cursor.number(4);
    }
    const std::size_t before = cursor.size();
    const std::optional<int> year = cursor.number(2, 4);
    switch (before - cursor.size()) {
    case 4:
        return year;
    case 2:
        return *year + (*year < first_of_last_century ? 2000 : 2000 - hundred);
    default:
        return std::nullopt;
    }
}

/// Between the parts of a date; `last` is the one that the parts before had.
bool read_separator(DateCursor& cursor, char& last) noexcept {
    for (const char separator : {'-', '/', '.'}) {
        if ((last == '\0' || last == separator) && cursor.take(separator)) {
            last = separator;
            return true;
        }
    }
    if (last != '\0' && last != ' ') {
        return false;
    }
    last = ' ';
    const bool comma = cursor.take(',');
    return cursor.skip_blanks() || comma;
}

bool read_parts(DateCursor& cursor, DateOrder order, DateText& date) noexcept {
    std::optional<int> year;
    std::optional<int> month;
    std::optional<int> day;
    const std::array<std::array<char, 3>, 3> orders{
        {{'y', 'm', 'd'}, {'d', 'm', 'y'}, {'m', 'd', 'y'}}};
    char separator = '\0';
    bool first = true;
    for (const char part : orders.at(static_cast<std::size_t>(order))) {
        if (!first && !read_separator(cursor, separator)) {
            return false;
        }
        first = false;
        if (part == 'y') {
            year = read_year(cursor, order);
        } else if (part == 'm') {
            month = read_month(cursor);
        } else {
            day = cursor.number(1, 2);
        }
    }
    return year && month && day && !cursor.at_digit() && set_day(date, *year, *month, *day);
}

/// No value: none is written. False: it is malformed.
std::optional<bool> read_half_of_day(DateCursor& cursor) noexcept {
    std::array<char, 2> letters{};
    std::array<char, 1> second{};
    const std::string_view word = cursor.word(letters);
    if (word == "am" || word == "pm") {
        return word == "pm";
    }
    // a.m.
    if ((word == "a" || word == "p") && cursor.take('.') && cursor.word(second) == "m" &&
        cursor.take('.')) {
        return word == "p";
    }
    return std::nullopt;
}

/// Twelve is the first hour of a half, as on a clock.
std::optional<int> hour_of_half(int hour, bool afternoon) noexcept {
    constexpr int half = 12;
    if (hour < 1 || hour > half) {
        return std::nullopt;
    }
    return hour % half + (afternoon ? half : 0);
}

bool read_clock(DateCursor& cursor, int& hour, int& minute, int& second) noexcept {
    const std::optional<int> h = cursor.number(1, 2);
    if (!h || !cursor.take(':')) {
        return false;
    }
    const std::optional<int> m = cursor.two_digits(59);
    const bool has_seconds = m && cursor.take(':');
    const std::optional<int> s = has_seconds ? cursor.two_digits(60) : std::optional(0);
    const bool has_fraction = has_seconds && cursor.take('.');
    if (!m || !s || (has_fraction && !cursor.skip_digits())) {
        return false;
    }
    hour = *h;
    minute = *m;
    second = std::min(*s, 59);
    return true;
}

bool read_time_of_day(DateCursor& cursor, DateText& date) noexcept {
    constexpr int hours_of_day = 24;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!read_clock(cursor, hour, minute, second)) {
        return false;
    }
    const bool blanks = cursor.skip_blanks();
    if (cursor.at_letter() && !cursor.at('Z') && !cursor.at('z')) {
        const std::optional<bool> afternoon = read_half_of_day(cursor);
        const std::optional<int> whole = afternoon ? hour_of_half(hour, *afternoon) : std::nullopt;
        if (!whole) {
            return false;
        }
        hour = *whole;
        cursor.skip_blanks();
    } else if (blanks && cursor.at_end()) {
        return false;
    }
    if (hour == hours_of_day && minute == 0 && second == 0) {
        date.time_of_day = hours(hours_of_day) - seconds(1);
    } else if (hour < hours_of_day) {
        date.time_of_day = hours(hour) + minutes(minute) + seconds(second);
    } else {
        return false;
    }
    date.has_time = true;
    return read_offset(cursor, date);
}

} // namespace

std::optional<DateText> read_written_date(std::string_view text, DateOrder order) noexcept {
    DateCursor cursor(trimmed(text));
    DateText date;
    if (!read_parts(cursor, order, date)) {
        return std::nullopt;
    }
    if (cursor.at_end()) {
        return date;
    }
    if (!cursor.take('T') && !cursor.take('t')) {
        const bool comma = cursor.take(',');
        if (!cursor.skip_blanks() && !comma) {
            return std::nullopt;
        }
    }
    return read_time_of_day(cursor, date) && cursor.at_end() ? std::optional(date) : std::nullopt;
}

} // namespace toolkit
