// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace toolkit {

/// A finite or infinite number as C++ and CSV files write it, with a decimal point whatever the
/// locale; space around it is ignored. No value for anything else.
std::optional<double> read_number(std::string_view text) noexcept;

} // namespace toolkit
