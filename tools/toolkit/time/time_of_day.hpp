// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace toolkit {

/// How the whole numbers in a column of times are meant.
enum class TimeNumbers : std::uint8_t {
    none,         ///< only four digits, as in ISO 8601, are a time
    hours,        ///< 15 is 15:00
    hours_minutes ///< 2130 is 21:30, and 45 is 00:45
};

/// Finds out from all texts of a column how its numbers are meant: no hour is above 24.
class TimeNumbersGuess {
  public:
    /// A text that is not missing. False: it settles the matter.
    bool add(std::string_view text) noexcept;

    TimeNumbers numbers() const noexcept { return m_numbers; }

  private:
    TimeNumbers m_numbers = TimeNumbers::none;
};

/// `15:07`, `15:07:30`, `3:07 PM`, and whole numbers as they are meant; midnight at the
/// end of a day is a second earlier, as in read_date(). No value for anything else.
std::optional<std::chrono::seconds> read_time_of_day(std::string_view text, TimeNumbers numbers);

} // namespace toolkit
