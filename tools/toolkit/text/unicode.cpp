// SPDX-License-Identifier: MIT
#include "toolkit/text/unicode.hpp"

#include <cstddef>

namespace toolkit {

namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";
constexpr std::uint32_t byte_order_mark = 0xFEFF;
constexpr std::uint32_t first_high = 0xD800;
constexpr std::uint32_t first_low = 0xDC00;
constexpr std::uint32_t past_low = 0xE000;

std::uint32_t unit_at(std::string_view bytes, std::size_t at, Encoding encoding) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    constexpr unsigned bits = 8;
    return encoding == Encoding::utf16_little ? first | (std::uint32_t{second} << bits)
                                              : second | (std::uint32_t{first} << bits);
}

void append(std::string& text, std::uint32_t point) {
    constexpr std::uint32_t six_bits = 0x3F;
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | ((point >> shift) & six_bits));
    };
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xC0U | (point >> 6U));
        tail(0);
    } else if (point < 0x10000) {
        text += static_cast<char>(0xE0U | (point >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (point >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace

Encoding encoding_of(std::string_view head) noexcept {
    if (head.size() < 2) {
        return Encoding::bytes;
    }
    const std::string_view two = head.substr(0, 2);
    if (two == "\xFF\xFE" || (two[0] != '\0' && two[1] == '\0')) {
        return Encoding::utf16_little;
    }
    if (two == "\xFE\xFF" || (two[0] == '\0' && two[1] != '\0')) {
        return Encoding::utf16_big;
    }
    return Encoding::bytes;
}

std::optional<std::string> utf8_from_utf16(std::string_view bytes, Encoding encoding) {
    if (bytes.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string text;
    text.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        std::uint32_t point = unit_at(bytes, i, encoding);
        if (point == 0 || (point >= first_low && point < past_low)) {
            return std::nullopt;
        }
        if (point >= first_high && point < first_low) {
            i += 2;
            const std::uint32_t low = i < bytes.size() ? unit_at(bytes, i, encoding) : 0;
            if (low < first_low || low >= past_low) {
                return std::nullopt;
            }
            constexpr unsigned ten_bits = 10;
            point = 0x10000 + ((point - first_high) << ten_bits) + (low - first_low);
        }
        if (i > 0 || point != byte_order_mark) {
            append(text, point);
        }
    }
    return text;
}

std::string_view without_mark(std::string_view text) noexcept {
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

} // namespace toolkit
