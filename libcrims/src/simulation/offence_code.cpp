// SPDX-License-Identifier: MIT
#include "simulation/offence_code.hpp"

#include <algorithm>
#include <vector>

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

/// In a chain with a single point, numbers after it share what stands before the point.
void add_chain(CodeParts& parts, std::vector<std::string>& chain) {
    const auto has_point = [](const std::string& part) {
        return part.find('.') != std::string::npos;
    };
    const bool short_form = std::count_if(chain.begin(), chain.end(), has_point) == 1;
    std::string before_point;
    for (std::string& part : chain) {
        std::transform(part.begin(), part.end(), part.begin(), upper);
        if (has_point(part)) {
            before_point = part.substr(0, part.find('.') + 1);
        } else if (short_form && std::all_of(part.begin(), part.end(), is_digit)) {
            part.insert(0, before_point);
        }
        parts.insert(part);
    }
}

} // namespace

CodeParts code_parts(std::string_view code) {
    constexpr std::string_view separators = ",/ \t\r\n";
    CodeParts parts;
    std::vector<std::string> chain; // parts with a slash between them
    while (!code.empty()) {
        const std::size_t begin = std::min(code.find_first_not_of(separators), code.size());
        const std::string_view gap = code.substr(0, begin);
        if (gap.find('/') == std::string_view::npos || gap.find(',') != std::string_view::npos) {
            add_chain(parts, chain);
            chain.clear();
        }
        code.remove_prefix(begin);
        const std::size_t end = std::min(code.find_first_of(separators), code.size());
        if (end > 0) {
            chain.emplace_back(code.substr(0, end));
        }
        code.remove_prefix(end);
    }
    add_chain(parts, chain);
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
