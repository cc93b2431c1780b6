// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toolkit {

/// Characters of a line that is shown: what files contain may be in it.
inline constexpr std::size_t longest_shown = 400;

/// A text as it may be shown to a person, whoever wrote it: control characters that a terminal
/// would obey, marks that turn the direction of reading and bytes that are not UTF-8 become visible
/// escapes (`\x1b`, `U+202E`). Line ends and tabs stay.
std::string visible(std::string_view text);

/// The same as one line of at most `longest` characters: line ends and tabs become blanks, and the
/// middle of a longer text is left out, so that its begin and its end stay.
std::string visible_line(std::string_view text, std::size_t longest);

} // namespace toolkit
