// SPDX-License-Identifier: MIT
#include "statistic/number_check.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>

namespace wdd {

namespace {

/// The shortest text that reads back as the same number: "1e-09".
std::string shortest(double value) {
    std::array<char, 32> text{};
    char* const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

} // namespace

void refuse_number(std::string_view name, double value, std::string_view expected) {
    throw std::invalid_argument(std::string(name) + " is " + shortest(value) + ": expected " +
                                std::string(expected));
}

void require_not_negative(std::string_view name, double value) {
    if (!std::isfinite(value) || value < 0) {
        refuse_number(name, value, "a finite number that is 0 or more");
    }
}

void require_positive(std::string_view name, double value) {
    if (!std::isfinite(value) || value <= 0) {
        refuse_number(name, value, "a finite number above 0");
    }
}

void require_chance(std::string_view name, double value, std::string_view such_as) {
    if (!(value > 0 && value < 1)) {
        refuse_number(name, value,
                      "a number between 0 and 1, both excluded, such as " + std::string(such_as));
    }
}

} // namespace wdd
