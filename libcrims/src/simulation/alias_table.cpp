// SPDX-License-Identifier: MIT
#include "simulation/alias_table.hpp"

#include <algorithm>
#include <numeric>

namespace crims {

namespace {

constexpr double two_to_32 = 0x1p32;

std::uint32_t as_threshold(double share) {
    return static_cast<std::uint32_t>(std::clamp(share * two_to_32, 0.0, two_to_32 - 1));
}

} // namespace

void make_alias_table(std::span<const double> weights, std::span<AliasEntry> table) {
    const auto size = static_cast<double>(weights.size());
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> scaled(weights.size());
    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        scaled[i] = weights[i] * size / sum;
        (scaled[i] < 1 ? small : large).push_back(i);
        table[i] = {.threshold = as_threshold(1), .other = i};
    }
    while (!small.empty() && !large.empty()) {
        const std::uint32_t poor = small.back();
        const std::uint32_t rich = large.back();
        small.pop_back();
        table[poor] = {.threshold = as_threshold(scaled[poor]), .other = rich};
        scaled[rich] -= 1 - scaled[poor];
        if (scaled[rich] < 1) {
            large.pop_back();
            small.push_back(rich);
        }
    }
}

} // namespace crims
