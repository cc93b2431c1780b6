// SPDX-License-Identifier: MIT
#include "simulation/gamma_factors.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/math/distributions/gamma.hpp>
#include <gtest/gtest.h>

namespace {

using crims::Purpose;

std::vector<double> factors_of(double variance, std::uint32_t zones) {
    std::vector<double> factors;
    for (std::uint32_t zone = 0; zone < zones; ++zone) {
        factors.push_back(crims::gamma_factor(
            variance, {.seed = 5, .zone = zone, .purpose = Purpose::zone_month_factor}));
    }
    return factors;
}

/// Kolmogorov and Smirnov's statistic times the root of the number; above 1.95 in one of a
/// thousand samples.
double distance_from_gamma(std::vector<double> values, double variance) {
    std::sort(values.begin(), values.end());
    const boost::math::gamma_distribution<double> gamma(1 / variance, variance);
    const auto n = static_cast<double>(values.size());
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double p = cdf(gamma, values[i]);
        const auto before = static_cast<double>(i);
        largest = std::max({largest, p - (before / n), ((before + 1) / n) - p});
    }
    return largest * std::sqrt(n);
}

TEST(GammaFactors, HaveTheGammaDistributionOfTheirVariance) {
    for (const double variance : {1e-4, 0.01, 0.2, 0.9, 1.0, 1.1, 4.0, 50.0}) {
        const std::vector<double> factors = factors_of(variance, 10000);
        EXPECT_LT(distance_from_gamma(factors, variance), 1.95) << variance;
    }
}

// Rare factors make the months that evaluations must stand.
TEST(GammaFactors, HaveTheTailsOfTheirDistribution) {
    constexpr double variance = 0.3;
    const std::vector<double> factors = factors_of(variance, 400000);
    const boost::math::gamma_distribution<double> gamma(1 / variance, variance);
    for (const double p : {0.0005, 0.005, 0.995, 0.9995}) {
        const double limit = quantile(gamma, p);
        const auto below = static_cast<double>(std::count_if(
            factors.begin(), factors.end(), [limit](double factor) { return factor < limit; }));
        const auto n = static_cast<double>(factors.size());
        EXPECT_NEAR(below, p * n, 4 * std::sqrt(n * p * (1 - p))) << p;
    }
}

TEST(GammaFactors, DependOnEachPartOfTheirKeyAndOnNothingElse) {
    const crims::StreamKey key{.seed = 1, .zone = 3, .purpose = Purpose::zone_month_factor};
    const double factor = crims::gamma_factor(0.2, key);
    EXPECT_EQ(crims::gamma_factor(0.2, key), factor);
    for (crims::StreamKey other : std::vector<crims::StreamKey>{
             {.seed = 2, .zone = 3, .purpose = Purpose::zone_month_factor},
             {.seed = 1, .replicate = 1, .zone = 3, .purpose = Purpose::zone_month_factor},
             {.seed = 1, .month = 1, .zone = 3, .purpose = Purpose::zone_month_factor},
             {.seed = 1, .zone = 4, .purpose = Purpose::zone_month_factor},
             {.seed = 1, .zone = 3, .offence = 1, .purpose = Purpose::zone_month_factor},
             {.seed = 1, .zone = 3, .purpose = Purpose::zone_year_factor}}) {
        EXPECT_NE(crims::gamma_factor(0.2, other), factor);
    }
}

TEST(GammaFactors, AreOneWithoutVariance) {
    EXPECT_EQ(crims::gamma_factor(0, {}), 1);
    EXPECT_EQ(crims::gamma_factor(1e-12, {}), 1);
}

} // namespace
