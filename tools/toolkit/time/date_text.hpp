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
    bool has_time = false;               ///< false: a date alone
    std::optional<std::chrono::minutes> utc_offset; ///< set if the text carries Z or an offset

    bool operator==(const DateText&) const = default;
};

/// Reads ISO 8601: `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-MM`; after a whole date an optional time after
/// `T`, `t` or a space (`HH:MM`, `HH:MM:SS`, `HH:MM:SS.fff`, `HHMM`, `HHMMSS`), and after a time an
/// optional `Z`, `+HH`, `+HH:MM` or `+HHMM`; else what read_written_date reads with the year first.
/// A date without a time carries no offset: as an instant it would change its day in zones to the
/// west. Space around the text is ignored. No value for anything else, an impossible date
/// (30 February), or a year outside 1 to 9999. A leap second (:60) and the midnight that ends a day
/// (24:00) are read as 23:59:59, so that they stay on their day. Never throws; fast for the plain
/// `YYYY-MM-DD...` form.
std::optional<DateText> read_date(std::string_view text) noexcept;

/// An option's date: as read_date, or with day or month first where the text proves which
/// (`31/05/2021`); a month means its first day (`start_of`) or last day (`end_of`). Throws
/// std::invalid_argument, with a text for the user, if it cannot be read.
std::chrono::sys_days parse_start_date(std::string_view text);
std::chrono::sys_days parse_end_date(std::string_view text);

} // namespace toolkit
