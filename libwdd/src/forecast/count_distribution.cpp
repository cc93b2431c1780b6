// SPDX-License-Identifier: MIT
#include "forecast/count_distribution.hpp"

#include <algorithm>

#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>

namespace wdd {

namespace {

/// Below this the negative binomial distribution is Poisson's, but for rounding.
constexpr double smallest_dispersion = 1e-10;

template<class Function>
auto with_distribution(const CountDistribution& counts, const Function& function) {
    if (counts.dispersion < smallest_dispersion) {
        return function(boost::math::poisson(counts.mean));
    }
    return function(boost::math::negative_binomial(1 / counts.dispersion,
                                                   1 / (1 + counts.dispersion * counts.mean)));
}

} // namespace

MidTails CountDistribution::mid_tails(double recorded) const {
    return with_distribution(*this, [recorded](const auto& distribution) {
        const double half = pdf(distribution, recorded) / 2;
        const double less = recorded > 0 ? cdf(distribution, recorded - 1) : 0.0;
        return MidTails{.below = std::min(1.0, less + half),
                        .above = std::min(1.0, cdf(complement(distribution, recorded)) + half)};
    });
}

double CountDistribution::at_most(double recorded) const {
    return with_distribution(
        *this, [recorded](const auto& distribution) { return cdf(distribution, recorded); });
}

} // namespace wdd
