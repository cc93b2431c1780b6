// SPDX-License-Identifier: MIT
#pragma once

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

} // namespace toolkit
