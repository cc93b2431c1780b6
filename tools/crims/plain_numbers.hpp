// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace crims_tool {

/// To the nearest whole number, thousands apart: "637,090". "not known" for NaN.
std::string grouped_number(double number);

/// A share as a percentage: 0.051 is "5.1 %". "not known" for NaN.
std::string percent_text(double share);

/// The same with its sign, for a difference: "+5.1 %".
std::string signed_percent_text(double share);

} // namespace crims_tool
