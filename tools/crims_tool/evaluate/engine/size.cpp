// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/size.hpp"

#include <algorithm>
#include <cmath>

namespace crims_tool {

namespace {

constexpr double surely = 2; ///< Monte Carlo errors

std::vector<double> in_order(std::span<const double> z) {
    std::vector<double> sorted;
    std::copy_if(z.begin(), z.end(), std::back_inserter(sorted),
                 [](double value) { return !std::isnan(value); });
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

std::size_t no_larger(std::span<const double> z, double bound) {
    return static_cast<std::size_t>(
        std::count_if(z.begin(), z.end(), [bound](double value) { return value <= bound; }));
}

/// The largest z at which no more than `room` replicates are alarms.
double critical_of(const std::vector<double>& sorted, std::size_t room) {
    if (sorted.empty()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (room >= sorted.size()) {
        return sorted.back();
    }
    const double next = sorted[room];
    const auto first_alike = std::lower_bound(sorted.begin(), sorted.end(), next);
    return first_alike == sorted.begin() ? std::nextafter(next, next - 1)
                                         : (*(first_alike - 1) + next) / 2;
}

/// The same where a share of all replicates are alarms, between 0 and 1.
double critical_at(const std::vector<double>& sorted, std::size_t replicates, double share) {
    const double room = std::clamp(share, 0.0, 1.0) * static_cast<double>(replicates);
    // 0.05 * 20 is 1, whatever floating point makes of it.
    return critical_of(sorted, static_cast<std::size_t>(std::floor(room + 1e-9)));
}

double binomial_error(double share, std::size_t replicates) {
    return std::sqrt(share * (1 - share) / static_cast<double>(replicates));
}

} // namespace

Simulated simulated_share(std::size_t hits, std::size_t replicates) {
    const double share = static_cast<double>(hits) / static_cast<double>(replicates);
    return {share, binomial_error(share, replicates)};
}

HeldSize held_size(std::span<const double> null_z, double alpha, double nominal_z) {
    const std::size_t replicates = null_z.size();
    const double error = binomial_error(alpha, replicates);
    HeldSize held{.size = simulated_share(no_larger(null_z, nominal_z), replicates),
                  .critical_z = {nominal_z, 0}};
    held.is_nominal = held.size.value <= alpha + (surely * error);
    if (!held.is_nominal) {
        const std::vector<double> sorted = in_order(null_z);
        held.critical_z = {std::min(nominal_z, critical_at(sorted, replicates, alpha)),
                           (critical_at(sorted, replicates, alpha + error) -
                            critical_at(sorted, replicates, alpha - error)) /
                               2};
    }
    return held;
}

Simulated held_rate(std::span<const double> z, std::span<const double> null_z, double alpha,
                    const HeldSize& held) {
    const double critical = held.critical_z.value;
    const Simulated rate = simulated_share(no_larger(z, critical), z.size());
    if (held.is_nominal) {
        return rate;
    }
    // How much the rate grows with the size, around the critical z: from half to one and a half
    // times alpha, wide enough for the ratio to be steady.
    const std::vector<double> sorted = in_order(null_z);
    const double low = critical_at(sorted, null_z.size(), alpha / 2);
    const double high = critical_at(sorted, null_z.size(), 3 * alpha / 2);
    const auto between = [&](std::span<const double> values) {
        return static_cast<double>(no_larger(values, high) - no_larger(values, low));
    };
    const double of_null = between(null_z);
    const double slope = of_null > 0 ? between(z) / of_null : 0;
    const double size = simulated_share(no_larger(null_z, critical), null_z.size()).value;
    double squares = 0;
    for (std::size_t r = 0; r < z.size(); ++r) {
        const double found = (z[r] <= critical ? 1 : 0) - rate.value;
        const double alarm = (null_z[r] <= critical ? 1 : 0) - size;
        const double influence = found - (slope * alarm);
        squares += influence * influence;
    }
    return {rate.value, std::sqrt(squares) / static_cast<double>(z.size())};
}

} // namespace crims_tool
