// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace toolkit {

/// White space of ASCII, whatever the locale.
constexpr bool is_white_space(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// The text without blanks at its ends.
constexpr std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && is_white_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_white_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// True for a text of nothing but blanks.
constexpr bool is_blank(std::string_view text) noexcept {
    return trimmed(text).empty();
}

/// True for a text that stands for no value: blank, or a word that programs and publishers write in
/// its place, in capitals or not.
constexpr bool is_missing(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 10> words{"na",     "n/a", "#n/a", "null", "<null>",
                                                     "(null)", "nan", "nat",  "none", "redacted"};
    constexpr auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    const std::string_view written = trimmed(text);
    return written.empty() || std::ranges::any_of(words, [&](std::string_view word) {
               return std::ranges::equal(written, word, {}, lower);
           });
}

} // namespace toolkit
