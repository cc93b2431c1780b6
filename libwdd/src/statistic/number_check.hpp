// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace wdd {

/// What each of these throws is std::invalid_argument: "NAME is VALUE: expected EXPECTED".
[[noreturn]] void refuse_number(std::string_view name, double value, std::string_view expected);

/// A count, say: finite and 0 or more.
void require_not_negative(std::string_view name, double value);

/// A weight or a size, say: finite and above 0.
void require_positive(std::string_view name, double value);

/// A confidence or a power, say: between 0 and 1. `such_as` is an example.
void require_chance(std::string_view name, double value, std::string_view such_as);

} // namespace wdd
