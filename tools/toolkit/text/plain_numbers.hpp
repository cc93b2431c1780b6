// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <string>

namespace toolkit {

/// To the nearest whole number, thousands apart: "637,090". "not known" for NaN.
std::string grouped_number(double number);

template<std::integral Count>
std::string grouped_number(Count count) {
    return grouped_number(static_cast<double>(count));
}

/// A share as a percentage: 0.051 is "5.1 %". "not known" for NaN.
std::string percent_text(double share);

/// The same without a tenth that is 0: 0.33 is "33 %", 0.025 is "2.5 %".
std::string short_percent_text(double share);

/// As percent_text with its sign, for a difference: "+5.1 %".
std::string signed_percent_text(double share);

} // namespace toolkit
