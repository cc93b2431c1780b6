// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace toolkit {

/// A finite or infinite number as C++ and CSV files write it, with a decimal point whatever the
/// locale; space around it is ignored. No value for anything else.
std::optional<double> read_number(std::string_view text) noexcept;

/// A whole number from `least` to `most` that an option gives. Throws UsageError that names the
/// option and the range.
std::uint64_t parse_integer(std::string_view text, std::string_view option, std::uint64_t least,
                            std::uint64_t most);

/// What --seed gives: any whole number of 64 bits. Throws UsageError.
std::uint64_t parse_seed(std::string_view text);

} // namespace toolkit
