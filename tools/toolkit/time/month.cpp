// SPDX-License-Identifier: MIT
#include "toolkit/time/month.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace toolkit {

namespace {

std::optional<int> digits_only(std::string_view text) noexcept {
    int number = 0;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::all_of(text.begin(), text.end(), is_digit) ||
        std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) {
        return std::nullopt;
    }
    return number;
}

} // namespace

std::optional<std::chrono::year_month> read_month(std::string_view text) noexcept {
    constexpr std::size_t hyphen = 4;
    constexpr std::size_t month_length = 7; // YYYY-MM
    if (text.size() != month_length || text[hyphen] != '-') {
        return std::nullopt;
    }
    const auto year = digits_only(text.substr(0, hyphen));
    const auto month = digits_only(text.substr(hyphen + 1));
    if (!year || !month) {
        return std::nullopt;
    }
    const std::chrono::year_month parsed =
        std::chrono::year(*year) / std::chrono::month(static_cast<unsigned>(*month));
    return parsed.ok() ? std::optional(parsed) : std::nullopt;
}

std::string month_text(std::chrono::year_month month) {
    return fmt::format("{:04}-{:02}", static_cast<int>(month.year()),
                       static_cast<unsigned>(month.month()));
}

} // namespace toolkit
