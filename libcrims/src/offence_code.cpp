// SPDX-License-Identifier: MIT
#include "offence_code.hpp"

#include <algorithm>

namespace crims {

namespace {

// Not std::isdigit and its like, which ask the locale.
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

} // namespace

CodeParts code_parts(std::string_view code) {
    CodeParts parts;
    std::string before_point; // of the last part, if a slash follows it
    std::string part;
    const auto end_part = [&](char separator) {
        if (!part.empty()) {
            const bool number = std::all_of(part.begin(), part.end(), is_digit);
            if (number && !before_point.empty()) {
                part.insert(0, before_point);
            }
            const std::size_t point = part.find('.');
            before_point = point == std::string::npos ? "" : part.substr(0, point + 1);
            parts.insert(part);
            part.clear();
        }
        if (separator == ',') {
            before_point.clear();
        }
    };
    for (const char c : code) {
        if (c == '/' || c == ',' || is_blank(c)) {
            end_part(c);
        } else {
            part += upper(c);
        }
    }
    end_part(',');
    return parts;
}

std::string folded(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

} // namespace crims
