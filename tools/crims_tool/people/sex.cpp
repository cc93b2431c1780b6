// SPDX-License-Identifier: MIT
#include "crims_tool/people/sex.hpp"

#include <algorithm>
#include <array>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

std::optional<Sex> read_sex(std::string_view text) {
    constexpr std::array<std::string_view, 6> male{"m", "male", "males", "man", "men", "1"};
    constexpr std::array<std::string_view, 6> female{"f",     "female", "females",
                                                     "woman", "women",  "2"};
    constexpr std::array<std::string_view, 8> all{
        "all", "all persons", "persons", "total", "both", "both sexes", "all categories: sex", "0"};
    const std::string word = toolkit::lower_case(toolkit::trimmed(text));
    const auto is_in = [&word](const auto& words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (is_in(male)) {
        return Sex::male;
    }
    if (is_in(female)) {
        return Sex::female;
    }
    return is_in(all) ? std::optional(Sex::all) : std::nullopt;
}

std::string_view sex_text(Sex sex) {
    switch (sex) {
    case Sex::male:
        return "male";
    case Sex::female:
        return "female";
    case Sex::all:
        break;
    }
    return "all";
}

} // namespace crims_tool
