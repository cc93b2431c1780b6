// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace wdd {

/// What a share is multiplied with to be told in percent.
inline constexpr double of_a_hundred = 100;

/// "1,234.50": thousands separated, so many digits after the point; never "-0".
std::string fixed(double value, int decimals);

/// "1,234": the nearest whole number.
std::string whole_number(double value);

/// A text that begins with a number, "1320 feet", with its thousands separated.
std::string grouped(std::string text);

/// As many digits after the point as the value needs, four at most: "12", "12.5".
std::string plain(double value);

/// `plain` with a sign for what rises: "+12", "-3", "0".
std::string with_sign(double value);

/// With the digits that a number has beside its standard error: two after the point, or, of what is
/// smaller, so many that the error has two that count: "0.00047".
std::string beside_error(double value, double standard_error);

/// `with_sign`, or, where the error is small, `beside_error` with a sign.
std::string estimate_beside_error(double value, double standard_error);

/// "p = 0.041", "p less than 0.001".
std::string p_in_words(double p);

/// "1 incident", "2,345 incidents".
std::string quantity(std::int64_t count, const std::string& noun);

} // namespace wdd
