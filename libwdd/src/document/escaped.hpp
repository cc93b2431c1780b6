// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace wdd {

/// Text for HTML or XML: what has a meaning there is written out.
std::string escaped(std::string_view text);

} // namespace wdd
