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
