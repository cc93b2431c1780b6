// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "crims/random.hpp"

namespace crims {

/// Up to this mean a count is found by inversion of one random word.
inline constexpr double largest_inverted_mean = 10;

/// The smallest n with P(N <= n) >= u for a Poisson variable: it grows with the mean. For means up
/// to largest_inverted_mean.
std::uint32_t inverted_poisson(double mean, double u);

/// The largest mean of a count.
inline constexpr double largest_poisson_mean = 1e9;

/// A Poisson count of a mean >= 0; `u` decides small means, `stream` large ones. Throws
/// std::domain_error if the mean is above largest_poisson_mean or NaN.
std::uint32_t poisson(double mean, double u, Stream& stream);

/// The same with u from the stream.
inline std::uint32_t poisson(double mean, Stream& stream) {
    const double u = stream.uniform();
    return poisson(mean, u, stream);
}

} // namespace crims
