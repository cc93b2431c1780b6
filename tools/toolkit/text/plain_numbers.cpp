// SPDX-License-Identifier: MIT
#include "toolkit/text/plain_numbers.hpp"

#include <cmath>

#include <fmt/format.h>

namespace toolkit {

namespace {

constexpr double hundred = 100;
constexpr const char* not_known = "not known";

/// A share in percent, rounded to what is shown; never -0.
double tenths(double share) {
    constexpr double ten = 10;
    return (std::round(ten * hundred * share) / ten) + 0.0;
}

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
    return std::isfinite(share) ? fmt::format("{:.1f} %", tenths(share)) : not_known;
}

std::string short_percent_text(double share) {
    return std::isfinite(share) ? fmt::format("{:g} %", tenths(share)) : not_known;
}

std::string signed_percent_text(double share) {
    if (!std::isfinite(share)) {
        return not_known;
    }
    const double percent = tenths(share);
    return percent == 0 ? "0.0 %" : fmt::format("{:+.1f} %", percent);
}

} // namespace toolkit
