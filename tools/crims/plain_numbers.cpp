// SPDX-License-Identifier: MIT
#include "plain_numbers.hpp"

#include <cmath>

#include <fmt/format.h>

namespace crims_tool {

namespace {

constexpr double hundred = 100;
constexpr const char* not_known = "not known";

} // namespace

std::string grouped_number(double number) {
    if (!std::isfinite(number)) {
        return not_known;
    }
    constexpr std::size_t group = 3;
    std::string digits = fmt::format("{:.0f}", std::abs(number));
    for (std::size_t at = digits.size(); at > group;) {
        at -= group;
        digits.insert(at, ",");
    }
    return (number < 0 && digits != "0" ? "-" : "") + digits;
}

std::string percent_text(double share) {
    return std::isfinite(share) ? fmt::format("{:.1f} %", hundred * share) : not_known;
}

std::string signed_percent_text(double share) {
    return std::isfinite(share) ? fmt::format("{:+.1f} %", hundred * share) : not_known;
}

} // namespace crims_tool
