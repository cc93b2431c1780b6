// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace toolkit {

/// The parts of an option's value between its commas. Throws toolkit::UsageError that names the
/// option for an empty part.
std::vector<std::string> parse_list(std::string_view text, std::string_view option);

/// Numbers from `least` to `most`, ascending, each once. Throws toolkit::UsageError that names the
/// option, the number and the range.
std::vector<double> parse_numbers(std::string_view text, std::string_view option, double least,
                                  double most);

} // namespace toolkit
