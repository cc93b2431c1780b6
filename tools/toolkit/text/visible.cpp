// SPDX-License-Identifier: MIT
#include "toolkit/text/visible.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"

namespace toolkit {

namespace {

struct Character {
    char32_t code = 0;
    std::size_t bytes = 0; ///< 0: what stands there is no UTF-8
};

/// A form of UTF-8 by its length: the bits that tell it, and the least code it may be used for.
struct Form {
    std::uint8_t mask;
    std::uint8_t mark;
    char32_t least;
};

constexpr std::array forms{Form{0x80, 0x00, 0}, Form{0xE0, 0xC0, 0x80}, Form{0xF0, 0xE0, 0x800},
                           Form{0xF8, 0xF0, 0x10000}};

std::uint8_t byte(char c) {
    return static_cast<std::uint8_t>(c);
}

/// The code of a form's bytes, or none if they are too few, no continuation, or too long a form.
Character decoded(std::string_view text, std::size_t length) {
    const Form& form = forms.at(length - 1);
    if (text.size() < length) {
        return {};
    }
    char32_t code = byte(text.front()) & static_cast<std::uint8_t>(~form.mask);
    for (const char c : text.substr(1, length - 1)) {
        if ((byte(c) & 0xC0U) != 0x80U) {
            return {};
        }
        code = (code << 6U) | (byte(c) & 0x3FU);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < form.least || surrogate || code > 0x10FFFF ? Character{}
                                                             : Character{code, length};
}

Character first_character(std::string_view text) {
    for (std::size_t length = 1; length <= forms.size(); ++length) {
        if ((byte(text.front()) & forms.at(length - 1).mask) == forms.at(length - 1).mark) {
            return decoded(text, length);
        }
    }
    return {};
}

/// Controls beyond ASCII, marks of direction, separators of lines, and what is not shown at all.
bool is_hidden(char32_t code) {
    constexpr std::array<std::pair<char32_t, char32_t>, 8> ranges{{{0x80, 0x9F},
                                                                   {0x61C, 0x61C},
                                                                   {0x200E, 0x200F},
                                                                   {0x2028, 0x202E},
                                                                   {0x2060, 0x206F},
                                                                   {0xFEFF, 0xFEFF},
                                                                   {0xFFF9, 0xFFFB},
                                                                   {0xE0000, 0xE007F}}};
    return std::any_of(ranges.begin(), ranges.end(), [code](const auto& range) {
        return code >= range.first && code <= range.second;
    });
}

std::string shown(std::string_view bytes, char32_t code) {
    constexpr char32_t del = 0x7F;
    const bool kept = code == '\n' || code == '\t' || (code >= ' ' && code != del);
    if (!kept) {
        return fmt::format("\\x{:02x}", static_cast<std::uint32_t>(code));
    }
    return is_hidden(code) ? fmt::format("U+{:04X}", static_cast<std::uint32_t>(code))
                           : std::string(bytes);
}

bool continues(char c) {
    return (byte(c) & 0xC0U) == 0x80U;
}

/// Where a character begins, at a byte or after it.
std::size_t character_from(std::string_view text, std::size_t at) {
    while (at < text.size() && continues(text[at])) {
        ++at;
    }
    return at;
}

} // namespace

std::string visible(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const Character next = first_character(text);
        if (next.bytes == 0) {
            result += fmt::format("\\x{:02x}", byte(text.front()));
            text.remove_prefix(1);
        } else {
            result += shown(text.substr(0, next.bytes), next.code);
            text.remove_prefix(next.bytes);
        }
    }
    return result;
}

std::string visible_line(std::string_view text, std::size_t longest) {
    std::string line = visible(text);
    std::replace_if(line.begin(), line.end(), is_white_space, ' ');
    const auto characters =
        line.size() - static_cast<std::size_t>(std::count_if(line.begin(), line.end(), continues));
    if (characters <= longest) {
        return line;
    }
    constexpr std::string_view gap = " [...] ";
    // The end of an error says what to do: it gets two fifths. Bytes are counted, so that a text of
    // wide characters becomes shorter still, and never longer.
    const std::size_t room = longest - std::min(longest, gap.size());
    const std::size_t tail = room * 2 / 5;
    std::size_t head = room - tail;
    while (head > 0 && continues(line[head])) {
        --head;
    }
    return line.substr(0, head) + std::string(gap) +
           line.substr(character_from(line, line.size() - tail));
}

} // namespace toolkit
