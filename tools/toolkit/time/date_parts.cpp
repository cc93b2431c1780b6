// SPDX-License-Identifier: MIT
#include "toolkit/time/date_parts.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "toolkit/text/blanks.hpp"
#include "toolkit/time/written_date.hpp"

namespace toolkit {

namespace {

/// "3.0" is 3.
std::string_view whole_part(std::string_view text) {
    text = trimmed(text);
    const std::size_t point = text.find('.');
    const bool is_whole = point != std::string_view::npos && point > 0 &&
                          text.find_first_not_of('0', point + 1) == std::string_view::npos;
    return is_whole ? text.substr(0, point) : text;
}

bool is_number_or_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](unsigned char c) { return std::isalnum(c) != 0; });
}

} // namespace

std::optional<DateText> read_date_parts(std::span<const std::string_view> parts) {
    std::string written;
    for (const std::string_view part : parts) {
        const std::string_view whole = whole_part(part);
        if (!is_number_or_word(whole)) {
            return std::nullopt;
        }
        written += written.empty() ? "" : "-";
        written += whole;
    }
    const bool month_only = parts.size() == 2;
    std::optional<DateText> date =
        read_written_date(month_only ? written + "-1" : written, DateOrder::year_first);
    if (date) {
        date->month_only = month_only;
    }
    return date;
}

} // namespace toolkit
