// SPDX-License-Identifier: MIT
#include "toolkit/layers/condition.hpp"

#include <cstddef>
#include <regex>

#include <fmt/format.h>

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

std::string hint_on_dates(std::string_view condition) {
    static const std::regex arcgis(R"re(\b(date|timestamp)\s*'\s*(\d{4}-\d{2}-\d{2})[^']*')re",
                                   std::regex::icase);
    std::match_results<std::string_view::const_iterator> found;
    if (!std::regex_search(condition.begin(), condition.end(), found, arcgis)) {
        return "";
    }
    return fmt::format(
        "the word '{}' before a date is ArcGIS's: leave it out, as in FIELD >= '{}' for that day and later, or FIELD < '{}' for the days before it",
        found[1].str(), found[2].str(), found[2].str());
}

} // namespace toolkit
