// SPDX-License-Identifier: MIT
#include "simulation/poisson.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include <boost/random/poisson_distribution.hpp>

#include "simulation/number_text.hpp"

namespace crims {

std::uint32_t inverted_poisson(double mean, double u) {
    if (u <= 1 - mean) { // exp(-mean) is larger still
        return 0;
    }
    // Most counts are known without the exponential, which costs more than all else here: with
    // bounds for exp(-mean) from its series, u is beyond P(N = 0) and within P(N <= 1).
    const double upper = 1 - mean + (mean * mean / 2);
    const double lower = upper - (mean * mean * mean / 6);
    if (u > upper && u <= lower * (1 + mean)) {
        return 1;
    }
    double probability = std::exp(-mean);
    double rest = u - probability;
    std::uint32_t count = 0;
    // In the far tail the probability falls below what `rest` can hold: then this is the count.
    while (rest > 0 && probability > 0) {
        ++count;
        probability *= mean / count;
        rest -= probability;
    }
    return count;
}

std::uint32_t poisson(double mean, double u, Stream& stream) {
    if (mean <= largest_inverted_mean) {
        return inverted_poisson(mean, u);
    }
    if (!(mean <= largest_poisson_mean)) {
        throw std::domain_error("a count whose mean is " + number_text(mean) +
                                " cannot be drawn; means must be at most " +
                                number_text(largest_poisson_mean) +
                                ": the model's dispersion or its rates are too large");
    }
    // Hörmann 1993, transformed rejection.
    return static_cast<std::uint32_t>(
        boost::random::poisson_distribution<std::int64_t>(mean)(stream));
}

} // namespace crims
