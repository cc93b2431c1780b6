// SPDX-License-Identifier: MIT
#include "simulation/number_text.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace crims {

std::string number_text(double value) {
    constexpr double longest = 1e12;
    constexpr std::ptrdiff_t group = 3;
    constexpr std::size_t room = 32;
    std::array<char, room> buffer = {};
    if (std::abs(value) < longest && value == std::floor(value)) {
        (void)std::snprintf(buffer.data(), buffer.size(), "%.0f", value);
        std::string text = buffer.data();
        const std::ptrdiff_t first = value < 0 ? 1 : 0;
        for (auto at = static_cast<std::ptrdiff_t>(text.size()) - group; at > first; at -= group) {
            text.insert(static_cast<std::size_t>(at), ",");
        }
        return text;
    }
    (void)std::snprintf(buffer.data(), buffer.size(), "%.7g", value);
    return buffer.data();
}

std::string range_text(const Range& range) {
    return "from " + number_text(range.least) + " to " + number_text(range.most);
}

} // namespace crims
