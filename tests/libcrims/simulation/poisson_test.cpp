// SPDX-License-Identifier: MIT
#include "simulation/poisson.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <boost/math/distributions/poisson.hpp>
#include <gtest/gtest.h>

#include "libcrims/chi_square.hpp"

namespace {

using crims::Stream;
using crims::StreamKey;

/// Counts below `first`, one by one up to `last`, and above, of n draws, against the distribution.
double fit(double mean, std::uint32_t first, std::uint32_t last, int draws) {
    const boost::math::poisson distribution(mean);
    std::vector<double> observed(last - first + 1, 0);
    std::vector<double> expected(observed.size());
    for (int i = 0; i < draws; ++i) {
        Stream stream(StreamKey{.seed = 11, .replicate = static_cast<std::uint32_t>(i)});
        const std::uint32_t count = crims::poisson(mean, stream);
        ++observed[std::clamp(count, first, last) - first];
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto count = static_cast<double>(first + i);
        const double at_most = boost::math::cdf(distribution, count);
        const double below = i == 0 ? 0 : boost::math::cdf(distribution, count - 1);
        expected[i] = draws * ((i + 1 == expected.size() ? 1 : at_most) - below);
    }
    return chi_square_p(observed, expected);
}

TEST(Poisson, OfAMeanThatNoCountHoldsIsRefused) {
    Stream stream(StreamKey{.seed = 3});
    for (const double mean :
         {1.1e9, 1e300, std::numeric_limits<double>::infinity(), std::nan("")}) {
        EXPECT_THROW(crims::poisson(mean, stream), std::domain_error);
    }
    EXPECT_NEAR(crims::poisson(1e9, stream), 1e9, 1e6);
}

TEST(Poisson, CountsFollowTheDistributionOnBothSidesOfTheChangeOfMethod) {
    constexpr int draws = 200000;
    EXPECT_GT(fit(0.05, 0, 2, draws), 1e-4);
    EXPECT_GT(fit(1, 0, 6, draws), 1e-4);
    EXPECT_GT(fit(9.99, 2, 20, draws), 1e-4);
    EXPECT_GT(fit(10.01, 2, 20, draws), 1e-4);
    EXPECT_GT(fit(60, 40, 82, draws), 1e-4);
}

TEST(Poisson, OfMeanZeroIsZero) {
    EXPECT_EQ(crims::inverted_poisson(0, Stream::to_unit(Stream::max())), 0U);
    EXPECT_EQ(crims::inverted_poisson(0, Stream::to_unit(0)), 0U);
}

TEST(Poisson, OfATinyMeanIsOneAsOftenAsTheMeanSays) {
    constexpr double mean = 1e-12;
    EXPECT_EQ(crims::inverted_poisson(mean, 1 - (2 * mean)), 0U);
    EXPECT_EQ(crims::inverted_poisson(mean, 1 - (mean / 2)), 1U);
}

TEST(Poisson, OfAMillionHasItsMeanAndVariance) {
    constexpr double mean = 1e6;
    constexpr int draws = 4000;
    double sum = 0;
    double squares = 0;
    for (std::uint32_t i = 0; i < draws; ++i) {
        Stream stream(StreamKey{.seed = 5, .replicate = i});
        const double difference = crims::poisson(mean, stream) - mean;
        sum += difference;
        squares += difference * difference;
    }
    EXPECT_NEAR(sum / draws, 0, 4 * std::sqrt(mean / draws));
    EXPECT_NEAR(squares / draws / mean, 1, 4 * std::sqrt(2.0 / draws));
}

TEST(Poisson, GrowsWithItsMeanWhateverTheRandomWord) {
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const double u = Stream(StreamKey{.seed = 3, .replicate = i}).uniform();
        EXPECT_LE(crims::inverted_poisson(2, u), crims::inverted_poisson(2.2, u));
    }
}

TEST(Poisson, EndsInTheFarthestTail) {
    EXPECT_GT(crims::inverted_poisson(10, Stream::to_unit(Stream::max())), 30U);
    EXPECT_LT(crims::inverted_poisson(10, Stream::to_unit(Stream::max())), 400U);
}

} // namespace
