// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace crims {

/// The offence codes that one code stands for, in capitals.
using CodeParts = std::set<std::string>;

/// The parts of a code, separated by commas, slashes or blanks. Where slashes join parts of which
/// one has a point, numbers that follow it share what stands before the point: "1, 4.1/2/10" is
/// 1, 4.1, 4.2 and 4.10, as is "1/4.1/4.10/4.2". Empty for a blank code.
CodeParts code_parts(std::string_view code);

/// Without blanks at the ends, in lower case (of ASCII).
std::string folded(std::string_view text);

} // namespace crims
