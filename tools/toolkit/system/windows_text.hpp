// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toolkit {

/// UTF-16, as Windows' functions take it.
std::wstring wide(std::string_view text);

std::string narrow(std::wstring_view text);

/// The most characters of a path.
inline constexpr std::size_t longest_path = 32'768;

/// Of the program that runs.
std::string program_path();

/// Sets errno to what Windows' last error means.
void set_errno();

} // namespace toolkit
