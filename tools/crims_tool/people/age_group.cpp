// SPDX-License-Identifier: MIT
#include "crims_tool/people/age_group.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

/// Numbers and words of a text; what stands between them says nothing, but for the plus sign.
struct Parts {
    std::vector<int> numbers;
    std::vector<std::string> words;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

std::optional<Parts> parts_of_age(const std::string& text) {
    constexpr std::size_t most_digits = 3;
    Parts parts;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        if (is_digit(text[i])) {
            i = static_cast<std::size_t>(
                std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(),
                                 is_digit) -
                text.begin());
            if (i - begin > most_digits) {
                return std::nullopt;
            }
            parts.numbers.push_back(std::stoi(text.substr(begin, i - begin)));
        } else if (is_letter(text[i])) {
            i = static_cast<std::size_t>(
                std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(),
                                 is_letter) -
                text.begin());
            parts.words.push_back(text.substr(begin, i - begin));
        } else {
            // A dash of any kind, in UTF-8 too.
            const bool is_known = std::string_view(" \t-_+:&").find(text[i]) != std::string::npos ||
                                  static_cast<unsigned char>(text[i]) >= 0x80;
            if (!is_known) {
                return std::nullopt;
            }
            if (text[i] == '+') {
                parts.words.emplace_back("over");
            }
            ++i;
        }
    }
    return parts;
}

} // namespace

std::optional<AgeGroup> read_age(std::string_view text) {
    constexpr std::array<std::string_view, 11> empty_words{
        "age", "aged", "ages", "year", "years", "yrs", "to", "and", "or", "of", "old"};
    constexpr std::array<std::string_view, 5> open_words{"over", "above", "older", "plus", "more"};
    constexpr std::array<std::string_view, 4> under_words{"under", "less", "than", "below"};
    constexpr std::array<std::string_view, 4> all_words{"all", "total", "categories", "persons"};
    const std::optional<Parts> parts = parts_of_age(toolkit::lower_case(text));
    if (!parts) {
        return std::nullopt;
    }
    bool open = false;
    bool under = false;
    bool all = false;
    for (const std::string& word : parts->words) {
        const auto is_in = [&word](const auto& words) {
            return std::find(words.begin(), words.end(), word) != words.end();
        };
        open = open || is_in(open_words);
        under = under || is_in(under_words);
        all = all || is_in(all_words);
        if (!is_in(empty_words) && !is_in(open_words) && !is_in(under_words) && !is_in(all_words)) {
            return std::nullopt;
        }
    }
    const std::vector<int>& numbers = parts->numbers;
    if (numbers.empty()) {
        return all && !open && !under ? std::optional(AgeGroup{}) : std::nullopt;
    }
    if (all || (open && under) || numbers.size() > 2) {
        return std::nullopt;
    }
    if (numbers.size() == 2) {
        return !open && !under && numbers[0] <= numbers[1]
                   ? std::optional(AgeGroup{.from = numbers[0], .to = numbers[1]})
                   : std::nullopt;
    }
    if (under) {
        return numbers[0] > 0 ? std::optional(AgeGroup{.from = 0, .to = numbers[0] - 1})
                              : std::nullopt;
    }
    return AgeGroup{.from = numbers[0], .to = open ? AgeGroup::no_end : numbers[0]};
}

std::string age_text(const AgeGroup& age) {
    if (age.is_all()) {
        return "all ages";
    }
    if (age.to == AgeGroup::no_end) {
        return fmt::format("{}+", age.from);
    }
    return age.from == age.to ? fmt::format("{}", age.from)
                              : fmt::format("{}-{}", age.from, age.to);
}

} // namespace crims_tool
