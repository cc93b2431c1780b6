// SPDX-License-Identifier: MIT
#include "number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace wdd {

namespace {

constexpr int most_decimals = 4;

std::string to_fixed(double value, int decimals) {
    std::array<char, 400> buffer{}; // 309 digits of the largest double, sign, point, decimals
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                      std::chars_format::fixed, decimals);
    return {buffer.data(), result.ptr};
}

bool is_zero(const std::string& digits) {
    return digits.find_first_of("123456789") == std::string::npos;
}

} // namespace

std::string fixed(double value, int decimals) {
    std::string digits = to_fixed(std::abs(value), decimals);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    for (std::size_t i = point; i > 3; i -= 3) {
        digits.insert(i - 3, ",");
    }
    return value < 0 && !is_zero(digits) ? "-" + digits : digits;
}

std::string shortest(double value) {
    std::array<char, 32> text{};
    char* const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string plain(double value) {
    std::string digits = fixed(value, most_decimals);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') {
        digits.pop_back();
    }
    return digits == "-0" ? "0" : digits;
}

std::string with_sign(double value) {
    const std::string digits = plain(value);
    return value > 0 && !is_zero(digits) ? "+" + digits : digits;
}

std::string p_value(double p) {
    constexpr double smallest_shown = 1e-6;
    if (p < smallest_shown) {
        return "below 0.000001";
    }
    const int leading_zeros = p >= 1 ? 0 : static_cast<int>(-std::floor(std::log10(p))) - 1;
    return fixed(p, leading_zeros + 3);
}

std::string quantity(std::int64_t count, const std::string& noun) {
    return fixed(static_cast<double>(count), 0) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace wdd
