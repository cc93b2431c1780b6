// SPDX-License-Identifier: MIT
#include "crims_tool/http/query.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "toolkit/text/parts.hpp"

namespace crims_tool {

namespace {

constexpr unsigned base = 16;

std::optional<unsigned> hexadecimal(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<unsigned>(c - 'a') + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<unsigned>(c - 'A') + 10;
    }
    return std::nullopt;
}

bool is_control(char c) {
    constexpr unsigned char first_printable = 0x20;
    constexpr unsigned char deleted = 0x7F;
    const auto byte = static_cast<unsigned char>(c);
    return byte < first_printable || byte == deleted;
}

/// The character that "%41" at `at` means.
char decoded_at(std::string_view text, std::size_t at) {
    const auto high = at + 2 < text.size() ? hexadecimal(text[at + 1]) : std::nullopt;
    const auto low = high ? hexadecimal(text[at + 2]) : std::nullopt;
    if (!low) {
        throw BadQuery("the address has a % without two hexadecimal digits; write %25 for a %");
    }
    return static_cast<char>(*high * base + *low);
}

bool is_plain(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' ||
           c == '~';
}

/// Length of the character that starts with this byte; 0: none does.
std::size_t length_of_character(unsigned char first) {
    constexpr unsigned char two = 0xC2;
    constexpr unsigned char three = 0xE0;
    constexpr unsigned char four = 0xF0;
    constexpr unsigned char beyond = 0xF5;
    if (first < 0x80) {
        return 1;
    }
    return first < two ? 0 : first < three ? 2 : first < four ? 3 : first < beyond ? 4 : 0;
}

/// Without overlong forms, surrogates and what lies beyond U+10FFFF.
bool is_valid_second(unsigned char first, unsigned char second) {
    switch (first) {
    case 0xE0:
        return second >= 0xA0;
    case 0xED:
        return second < 0xA0;
    case 0xF0:
        return second >= 0x90;
    case 0xF4:
        return second < 0x90;
    default:
        return true;
    }
}

bool is_utf8(std::string_view text) {
    constexpr unsigned char mark = 0xC0;
    constexpr unsigned char continuation = 0x80;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = length_of_character(first);
        if (length == 0 || i + length > text.size()) {
            return false;
        }
        for (std::size_t k = 1; k < length; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            if ((byte & mark) != continuation || (k == 1 && !is_valid_second(first, byte))) {
                return false;
            }
        }
        i += length;
    }
    return true;
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (is_plain(c)) {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return encoded;
}

} // namespace

std::string percent_decoded(std::string_view text, bool plus_is_blank) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            c = decoded_at(text, i);
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        if (is_control(c)) {
            throw BadQuery("the address has a control character; leave it out");
        }
        decoded += c;
    }
    if (!is_utf8(decoded)) {
        throw BadQuery("the address is not UTF-8");
    }
    return decoded;
}

QueryParameters parse_query(std::string_view query) {
    QueryParameters parameters;
    for (const std::string_view part : toolkit::parts_of(query, '&')) {
        if (part.empty()) {
            continue;
        }
        const std::size_t equals = std::min(part.find('='), part.size());
        std::string name = percent_decoded(part.substr(0, equals), true);
        if (name.empty()) {
            throw BadQuery("the address has a value without the name of its parameter");
        }
        if (parameters.size() == most_parameters) {
            throw BadQuery(fmt::format("the address has more than {} parameters", most_parameters));
        }
        parameters.emplace_back(
            std::move(name), percent_decoded(part.substr(std::min(equals + 1, part.size())), true));
    }
    return parameters;
}

std::string query_text(const QueryParameters& parameters) {
    std::string text;
    for (const auto& [name, value] : parameters) {
        text += fmt::format("{}{}={}", text.empty() ? "" : "&", percent_encoded(name),
                            percent_encoded(value));
    }
    return text;
}

} // namespace crims_tool
