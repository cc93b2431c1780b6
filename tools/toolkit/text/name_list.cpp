// SPDX-License-Identifier: MIT
#include "toolkit/text/name_list.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace toolkit {

std::string name_list(const std::vector<std::string>& names) {
    constexpr std::size_t most = 3;
    const std::size_t shown = std::min(names.size(), most);
    return fmt::format(
        "{}{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
        names.size() == shown ? "" : fmt::format(" and {} more", names.size() - shown));
}

} // namespace toolkit
