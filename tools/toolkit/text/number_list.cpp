// SPDX-License-Identifier: MIT
#include "toolkit/text/number_list.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace toolkit {

std::vector<std::string> parse_list(std::string_view text, std::string_view option) {
    std::vector<std::string> parts;
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        const std::string_view part = trimmed(rest.substr(0, comma));
        if (part.empty()) {
            throw UsageError(
                fmt::format("{} '{}': there is nothing between two commas", option, text));
        }
        parts.emplace_back(part);
        if (comma == std::string_view::npos) {
            return parts;
        }
        rest.remove_prefix(comma + 1);
    }
}

std::vector<double> parse_numbers(std::string_view text, std::string_view option, double least,
                                  double most) {
    std::vector<double> numbers;
    for (const std::string& part : parse_list(text, option)) {
        const auto number = read_number(part);
        if (!number || !(*number >= least && *number <= most)) {
            throw UsageError(fmt::format(
                "{} '{}': '{}' is not a number from {} to {}; several have commas between, decimals a point",
                option, text, part, least, most));
        }
        numbers.push_back(*number + 0.0); // -0 is 0
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

} // namespace toolkit
