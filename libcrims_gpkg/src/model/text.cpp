// SPDX-License-Identifier: MIT
#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace crims {

namespace {

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace

std::string listed_names(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        list.append(list.empty() ? "" : ", ").append(name);
    }
    return list.empty() ? "none" : list;
}

std::string sql_name(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) {
        text.append(c == '"' ? 2 : 1, c);
    }
    return text + '"';
}

std::string exact_text(double value) {
    constexpr std::size_t longest = 32;
    std::array<char, longest> text{};
    const auto result =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general);
    return {text.data(), result.ptr};
}

std::optional<double> number_of_text(std::string_view text) {
    text = without_blanks(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

namespace {

std::string padded(int number, std::size_t width) {
    std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

/// -1 if there is anything but digits.
int number_of_digits(std::string_view digits) {
    int value = 0;
    const bool right =
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return right ? value : -1;
}

} // namespace

std::string year_month_text(Month month) {
    constexpr std::size_t year_width = 4;
    return padded(static_cast<int>(month.year()), year_width) + "-" +
           padded(calendar_month(month) + 1, 2);
}

std::optional<Month> month_of_text(std::string_view text) {
    constexpr std::size_t hyphen = 4;
    constexpr std::size_t length = 7; // YYYY-MM
    if (text.size() != length || text[hyphen] != '-') {
        return std::nullopt;
    }
    const int year = number_of_digits(text.substr(0, hyphen));
    const int month = number_of_digits(text.substr(hyphen + 1));
    if (year < 0 || month < 0) {
        return std::nullopt;
    }
    const Month parsed = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month));
    return parsed.ok() ? std::optional(parsed) : std::nullopt;
}

std::string day_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return year_month_text(Month(date.year(), date.month())) + "-" +
           padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

std::optional<std::chrono::sys_days> day_of_text(std::string_view text) {
    constexpr std::size_t of_month = 7;
    constexpr std::size_t length = 10; // YYYY-MM-DD
    if (text.size() != length || text[of_month] != '-') {
        return std::nullopt;
    }
    const std::optional<Month> month = month_of_text(text.substr(0, of_month));
    const int day = number_of_digits(text.substr(of_month + 1));
    if (!month || day < 0) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date = *month / std::chrono::day(static_cast<unsigned>(day));
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

} // namespace crims
