// SPDX-License-Identifier: MIT
#include "toolkit/time/time_of_day.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "toolkit/text/blanks.hpp"
#include "toolkit/time/date_text.hpp"

namespace toolkit {

namespace {

constexpr std::size_t most_digits = 4;
constexpr int hours_a_day = 24;
constexpr int minutes_an_hour = 60;
constexpr int minutes_of_hhmm = 100;

/// One to four digits.
std::optional<int> whole_number(std::string_view text) noexcept {
    text = trimmed(text);
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.empty() || text.size() > most_digits || !digits) {
        return std::nullopt;
    }
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<std::chrono::seconds> clock_time(int hour, int minute) {
    if (minute >= minutes_an_hour || hour > hours_a_day || (hour == hours_a_day && minute > 0)) {
        return std::nullopt;
    }
    const auto time = std::chrono::hours(hour) + std::chrono::minutes(minute);
    return hour == hours_a_day ? time - std::chrono::seconds(1) : std::chrono::seconds(time);
}

} // namespace

bool TimeNumbersGuess::add(std::string_view text) noexcept {
    const std::optional<int> value = whole_number(text);
    if (!value) {
        return m_numbers != TimeNumbers::none; // a clock's time first: no numbers are expected
    }
    constexpr std::size_t digits_of_hour = 2;
    const bool is_hour = *value <= hours_a_day && trimmed(text).size() <= digits_of_hour;
    m_numbers = is_hour ? TimeNumbers::hours : TimeNumbers::hours_minutes;
    return is_hour;
}

std::optional<std::chrono::seconds> read_time_of_day(std::string_view text, TimeNumbers numbers) {
    const std::optional<int> value = whole_number(text);
    if (value && numbers != TimeNumbers::none) {
        return numbers == TimeNumbers::hours
                   ? clock_time(*value, 0)
                   : clock_time(*value / minutes_of_hhmm, *value % minutes_of_hhmm);
    }
    const std::optional<DateText> time = read_date("2000-01-01T" + std::string(trimmed(text)));
    if (!time || time->utc_offset) {
        return std::nullopt;
    }
    return time->time_of_day;
}

} // namespace toolkit
