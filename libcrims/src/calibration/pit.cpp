// SPDX-License-Identifier: MIT
#include "calibration/pit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace crims {

namespace {

using Tenths = std::array<double, PitHistogram::tenths>;

/// Spreads one group over the tenths from `low` to `high`.
void add_group(double low, double high, Tenths& tenths) {
    constexpr double width = 1.0 / PitHistogram::tenths;
    for (std::size_t i = 0; i < tenths.size(); ++i) {
        const double from = width * static_cast<double>(i);
        const double inside = std::min(high, from + width) - std::max(low, from);
        tenths.at(i) += std::max(inside, 0.0) / (high - low);
    }
}

/// Where a value lies among others, of which so many are below and so many the same: somewhere in
/// the places that it may take among them.
void add_rank(double below, double same, double others, Tenths& tenths) {
    add_group(below / (others + 1), (below + same + 1) / (others + 1), tenths);
}

} // namespace

std::vector<ValidationNumber> pit_shares(const std::vector<double>& observed,
                                         const std::vector<std::vector<double>>& simulated) {
    const std::size_t replicates = simulated.size();
    const auto others = static_cast<double>(replicates);
    Tenths life = {};
    std::vector<Tenths> of_replicate(replicates, Tenths{});
    std::vector<double> sorted(replicates);
    for (std::size_t group = 0; group < observed.size(); ++group) {
        for (std::size_t r = 0; r < replicates; ++r) {
            sorted[r] = simulated[r][group];
        }
        std::sort(sorted.begin(), sorted.end());
        const auto place_of = [&sorted](double value) {
            const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
            return std::pair(static_cast<double>(first - sorted.begin()),
                             static_cast<double>(last - first));
        };
        const auto [below, same] = place_of(std::round(observed[group]));
        add_rank(below, same, others, life);
        for (std::size_t r = 0; r < replicates; ++r) {
            const auto [fewer, alike] = place_of(simulated[r][group]);
            add_rank(fewer, alike - 1, others - 1, of_replicate[r]);
        }
    }
    const auto groups = static_cast<double>(observed.size());
    std::vector<ValidationNumber> shares;
    for (std::size_t i = 0; i < life.size(); ++i) {
        std::vector<double> drawn;
        drawn.reserve(replicates);
        for (const Tenths& tenths : of_replicate) {
            drawn.push_back(tenths.at(i) / groups);
        }
        shares.push_back(compared(life.at(i) / groups, std::move(drawn)));
    }
    return shares;
}

} // namespace crims
