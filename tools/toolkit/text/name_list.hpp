// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace toolkit {

/// "a, b, c and 4 more": the first three names and how many follow.
std::string name_list(const std::vector<std::string>& names);

} // namespace toolkit
