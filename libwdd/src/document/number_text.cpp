// SPDX-License-Identifier: MIT
#include "document/number_text.hpp"

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

/// Commas between the digits before the point, which stands at `point`.
void group(std::string& digits, std::size_t point) {
    for (std::size_t i = point; i > 3; i -= 3) {
        digits.insert(i - 3, ",");
    }
}

} // namespace

std::string fixed(double value, int decimals) {
    std::string digits = to_fixed(std::abs(value), decimals);
    group(digits, std::min(digits.find('.'), digits.size()));
    return value < 0 && !is_zero(digits) ? "-" + digits : digits;
}

std::string whole_number(double value) {
    return fixed(std::round(value), 0);
}

std::string grouped(std::string text) {
    group(text, std::min(text.find_first_not_of("0123456789"), text.size()));
    return text;
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

std::string beside_error(double value, double standard_error) {
    constexpr double small = 0.1;
    constexpr double tiny = 1e-6;
    constexpr int significant = 3;
    if (standard_error >= small || standard_error <= 0) {
        return fixed(value, 2);
    }
    if (standard_error < tiny) {
        std::array<char, 32> text{};
        return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value,
                                           std::chars_format::general, significant)
                                 .ptr};
    }
    return fixed(value, 1 - static_cast<int>(std::floor(std::log10(standard_error))));
}

std::string estimate_beside_error(double value, double standard_error) {
    constexpr double small = 0.1;
    if (standard_error >= small || standard_error <= 0) {
        return with_sign(value);
    }
    return (value > 0 ? "+" : "") + beside_error(value, standard_error);
}

std::string p_in_words(double p) {
    constexpr double smallest = 0.001;
    return p < smallest ? "p less than 0.001" : "p = " + fixed(p, 3);
}

std::string quantity(std::int64_t count, const std::string& noun) {
    return fixed(static_cast<double>(count), 0) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace wdd
