// SPDX-License-Identifier: MIT
#include "toolkit/layers/condition.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/lower_case.hpp"

namespace toolkit {

namespace {

/// What closes a quotation that a character opens; 0: it opens none.
char closing(char c) {
    switch (c) {
    case '\'':
    case '"':
    case '`':
        return c;
    case '[':
        return ']';
    default:
        return '\0';
    }
}

bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The word at the end of a text, blanks after it or not.
std::string_view word_before(std::string_view text) {
    text = trimmed(text);
    std::size_t first = text.size();
    while (first > 0 && is_of_word(text[first - 1])) {
        --first;
    }
    return text.substr(first);
}

/// The day at the beginning of a quotation, as YYYY-MM-DD; empty: there is none, or the quotation
/// does not end.
std::string_view quoted_day(std::string_view quoted) {
    const std::size_t end = quoted.find('\'');
    constexpr std::string_view form = "dddd-dd-dd";
    const std::string_view day =
        trimmed(quoted.substr(0, end == std::string_view::npos ? 0 : end)).substr(0, form.size());
    const bool is_day = day.size() == form.size() &&
                        std::equal(day.begin(), day.end(), form.begin(), [](char c, char f) {
                            return f == 'd' ? c >= '0' && c <= '9' : c == f;
                        });
    return is_day ? day : std::string_view();
}

} // namespace

std::optional<std::string> breaks_out(std::string_view condition) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < condition.size(); ++i) {
        const char c = condition[i];
        const std::string_view two = condition.substr(i, 2);
        if (const char quote = closing(c); quote != '\0') {
            // A doubled quote opens the next quotation where this one ends: all the same here.
            i = condition.find(quote, i + 1);
            if (i == std::string_view::npos) {
                return c == '[' ? "a [ is not closed" : "a quotation mark is not closed";
            }
        } else if (two == "--" || two == "/*") {
            return "it holds a comment; leave that out";
        } else if (c == ';') {
            return "a second statement follows the condition";
        } else if (c == '(') {
            ++depth;
        } else if (c == ')' && depth-- == 0) {
            return "a parenthesis is closed that is not open";
        }
    }
    if (depth > 0) {
        return "a parenthesis is not closed";
    }
    return std::nullopt;
}

std::optional<EqualText> equal_text(std::string_view condition) {
    condition = trimmed(condition);
    while (condition.size() > 1 && condition.front() == '(' && condition.back() == ')') {
        condition = trimmed(condition.substr(1, condition.size() - 2));
    }
    const std::size_t equals = condition.find('=');
    if (equals == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view field = trimmed(condition.substr(0, equals));
    std::string_view text = trimmed(condition.substr(equals + 1));
    if (field.size() > 2 && field.front() == '"' && field.back() == '"') {
        field = field.substr(1, field.size() - 2);
    } else if (field.empty() || !std::all_of(field.begin(), field.end(), is_of_word)) {
        return std::nullopt;
    }
    if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') {
        return std::nullopt;
    }
    text = text.substr(1, text.size() - 2);
    if (text.find('\'') != std::string_view::npos || field.find('"') != std::string_view::npos) {
        return std::nullopt;
    }
    return EqualText{std::string(field), std::string(text)};
}

std::string hint_on_dates(std::string_view condition) {
    for (std::size_t quote = condition.find('\''); quote != std::string_view::npos;
         quote = condition.find('\'', quote + 1)) {
        const std::string_view word = word_before(condition.substr(0, quote));
        const std::string_view day = quoted_day(condition.substr(quote + 1));
        const std::string lower = lower_case(word);
        if (!day.empty() && (lower == "date" || lower == "timestamp")) {
            return fmt::format(
                "the word '{}' before a date is ArcGIS's: leave it out, as in FIELD >= '{}' for that day and later, or FIELD < '{}' for the days before it",
                word, day, day);
        }
    }
    return "";
}

} // namespace toolkit
