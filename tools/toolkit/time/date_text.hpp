// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// A date as written, and what is needed to move it to another time zone.
struct DateText {
    std::chrono::sys_days day; ///< the calendar date as written; a month's first day if month_only
    bool month_only = false;   ///< "2021-05": the day is unknown
    std::chrono::seconds time_of_day{0}; ///< 0 for a date without time; fractions are cut off
    std::optional<std::chrono::minutes> utc_offset; ///< set if the text carries Z or an offset

    bool operator==(const DateText&) const = default;
};

/// Reads ISO 8601: `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-MM`; after a whole date an optional time after
/// `T`, `t` or a space (`HH:MM`, `HH:MM:SS`, `HH:MM:SS.fff`, `HHMM`, `HHMMSS`; 24:00 is refused),
/// and after a time an optional `Z`, `+HH`, `+HH:MM` or `+HHMM`. A date without a time carries no
/// offset: as an instant it would change its day in zones to the west. `/` is accepted for both `-`
/// (`2021/05/01`). Space around the text is ignored. No value for anything else, an impossible date
/// (30 February), or a year outside 1 to 9999. A leap second (:60) is read as :59, so that it stays
/// on its day. Never throws; fast for the plain `YYYY-MM-DD...` form.
std::optional<DateText> read_date(std::string_view text) noexcept;

/// An option's date: as read_date, a month meaning its first day (`start_of`) or last day
/// (`end_of`). Throws std::invalid_argument, with a text for the user, if it cannot be read.
std::chrono::sys_days parse_start_date(std::string_view text);
std::chrono::sys_days parse_end_date(std::string_view text);

} // namespace toolkit
