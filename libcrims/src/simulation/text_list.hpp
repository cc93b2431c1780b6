// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

namespace crims {

/// "a, b, c"; of more than ten the first ten "and 5 more".
std::string text_list(std::span<const std::string> items);

} // namespace crims
