// SPDX-License-Identifier: MIT
#pragma once

// What the readers of written dates share.

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "toolkit/text/blanks.hpp"
#include "toolkit/time/date_text.hpp"

namespace toolkit {

/// Walks over a text; what does not match is not consumed.
class DateCursor {
  public:
    explicit DateCursor(std::string_view text) noexcept : m_rest(text) {}

    bool at_end() const noexcept { return m_rest.empty(); }

    bool at_digit() const noexcept { return !m_rest.empty() && is_digit(m_rest.front()); }

    bool at(char wanted) const noexcept { return !m_rest.empty() && m_rest.front() == wanted; }

    bool at_letter() const noexcept { return !m_rest.empty() && is_letter(m_rest.front()); }

    /// Of what is left.
    std::size_t size() const noexcept { return m_rest.size(); }

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

    /// From `fewest` to `most` digits.
    std::optional<int> number(std::size_t fewest, std::size_t most) noexcept {
        std::size_t count = 0;
        while (count < most && count < m_rest.size() && is_digit(m_rest[count])) {
            ++count;
        }
        return count < fewest ? std::nullopt : number(count);
    }

    /// The letters that come next, in lower case, as far as they fit into a month's name.
    std::string_view word(std::span<char> buffer) noexcept {
        std::size_t count = 0;
        while (count < buffer.size() && count < m_rest.size() && is_letter(m_rest[count])) {
            buffer[count] = lower(m_rest[count]);
            ++count;
        }
        m_rest.remove_prefix(count);
        return {buffer.data(), count};
    }

    /// One blank or more.
    bool skip_blanks() noexcept {
        const bool any = !m_rest.empty() && is_white_space(m_rest.front());
        while (!m_rest.empty() && is_white_space(m_rest.front())) {
            m_rest.remove_prefix(1);
        }
        return any;
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

    static bool is_letter(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static char lower(char c) noexcept {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }

    std::string_view m_rest;
};

/// Sets the day. False for one that the calendar does not have, and for a year outside 1 to 9999.
bool set_day(DateText& date, int year, int month, int day) noexcept;

/// Reads `Z`, `+HH`, `+HH:MM` or `+HHMM`, or nothing at the text's end.
bool read_offset(DateCursor& cursor, DateText& date) noexcept;

} // namespace toolkit
