// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "crims/month.hpp"

namespace crims_tool {

/// Writes the instants of a month.
class MonthText {
  public:
    static constexpr std::size_t size = 19;

    /// The year must be from 0 to 9999.
    explicit MonthText(crims::Month month) {
        const auto year = static_cast<unsigned>(static_cast<int>(month.year()));
        put_two(put_two(m_month.data(), year / 100), year % 100);
        put_two(m_month.data() + 5, static_cast<unsigned>(month.month()));
        m_month[4] = m_month[7] = '-';
    }

    /// Writes `size` characters, "2020-01-31", the separator, "23:59:00", and returns their end.
    char* put(char* to, std::uint16_t minute, char separator) const {
        constexpr unsigned minutes_a_day = 1440;
        constexpr unsigned minutes_an_hour = 60;
        for (const char c : m_month) {
            *to++ = c;
        }
        const unsigned of_day = minute % minutes_a_day;
        to = put_two(to, minute / minutes_a_day + 1);
        *to++ = separator;
        to = put_two(to, of_day / minutes_an_hour);
        *to++ = ':';
        to = put_two(to, of_day % minutes_an_hour);
        for (const char c : {':', '0', '0'}) {
            *to++ = c;
        }
        return to;
    }

  private:
    static char* put_two(char* to, unsigned number) {
        to[0] = static_cast<char>('0' + number / 10);
        to[1] = static_cast<char>('0' + number % 10);
        return to + 2;
    }

    std::array<char, 8> m_month = {}; ///< "2020-01-"
};

} // namespace crims_tool
