// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

#include "crims/calibration.hpp"

namespace crims::test {

/// Counts without a crime: all months present.
inline CrimeCounts no_crimes(std::size_t zones, std::size_t types, Month from, std::size_t months) {
    return {.zones = zones,
            .crime_types = types,
            .from = from,
            .months = months,
            .present = std::vector<std::uint8_t>(months, 1),
            .located = std::vector<std::uint32_t>(zones * types * months, 0),
            .unlocated = std::vector<std::uint32_t>(types * months, 0)};
}

/// Samplers of our own, for those of the standard library differ between implementations.
class Chance {
  public:
    explicit Chance(std::uint64_t seed) : m_engine(seed) {}

    double uniform() { return (static_cast<double>(m_engine() >> 11U) + 0.5) * 0x1p-53; }

    double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

    /// Products of uniforms, of at most 16 a time lest they underflow.
    std::uint32_t poisson(double mean) {
        std::uint32_t count = 0;
        while (mean > 0) {
            const double part = std::min(mean, 16.0);
            double product = uniform();
            while (product > std::exp(-part)) {
                product *= uniform();
                ++count;
            }
            mean -= part;
        }
        return count;
    }

    /// Of mean 1; Marsaglia and Tsang's method, for variances up to 1.
    double gamma(double variance) {
        if (variance == 0) {
            return 1;
        }
        const double d = (1 / variance) - (1.0 / 3);
        for (;;) {
            const double x = normal();
            const double v = std::pow(1 + (x / std::sqrt(9 * d)), 3);
            if (v > 0 && std::log(uniform()) < (x * x / 2) + d - (d * v) + (d * std::log(v))) {
                return d * v * variance;
            }
        }
    }

  private:
    std::mt19937_64 m_engine;
};

} // namespace crims::test
