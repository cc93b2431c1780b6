// SPDX-License-Identifier: MIT
#include "simulation/text_list.hpp"

#include <algorithm>

namespace crims {

std::string text_list(std::span<const std::string> items) {
    constexpr std::size_t most = 10;
    const std::size_t shown = items.size() > most + 1 ? most : items.size();
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        text += (i == 0 ? "" : ", ") + items[i];
    }
    if (shown < items.size()) {
        text += " and " + std::to_string(items.size() - shown) + " more";
    }
    return text;
}

} // namespace crims
