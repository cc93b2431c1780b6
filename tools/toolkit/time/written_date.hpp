// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "toolkit/time/date_text.hpp"

namespace toolkit {

/// Which part of a date comes first.
enum class DateOrder : std::uint8_t { year_first, day_first, month_first };

/// Reads a date as people and exports write it: `31/5/2021`, `5-31-21`, `31 May 2021`,
/// `May 31, 2021`, `2021/5/31`; parts are parted by `-`, `/`, `.` or blanks; a month may be an
/// English name or its first three letters. Where the year comes first it has four digits; else two
/// digits will do (69 to 99 are 1969 to 1999). After it an optional time (`9:05`, `09:05:30.5 PM`)
/// and after that an optional offset (`Z`, `-0500`). No value for anything else. Never throws.
std::optional<DateText> read_written_date(std::string_view text, DateOrder order) noexcept;

} // namespace toolkit
