// SPDX-License-Identifier: MIT
#include "calibration/pit.hpp"

#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace {

using crims::ValidationNumber;

std::vector<double> poisson_counts(std::mt19937_64& random, std::size_t groups, double mean) {
    std::poisson_distribution<int> count(mean);
    std::vector<double> counts;
    for (std::size_t i = 0; i < groups; ++i) {
        counts.push_back(count(random));
    }
    return counts;
}

std::vector<ValidationNumber> ranked(double observed_mean, double simulated_mean) {
    std::mt19937_64 random(4);
    std::vector<std::vector<double>> simulated;
    for (int i = 0; i < 60; ++i) {
        simulated.push_back(poisson_counts(random, 4000, simulated_mean));
    }
    return crims::pit_shares(poisson_counts(random, 4000, observed_mean), simulated);
}

TEST(Pit, IsEvenIfTheModelIsTrue) {
    for (const double mean : {0.3, 4.0, 200.0}) { // however many replicates have the same count
        const std::vector<ValidationNumber> shares = ranked(mean, mean);
        ASSERT_EQ(shares.size(), 10U);
        double sum = 0;
        for (const ValidationNumber& share : shares) {
            EXPECT_NEAR(share.observed, 0.1, 0.015) << mean;
            EXPECT_NEAR(share.mean, 0.1, 0.003) << mean;
            sum += share.observed;
        }
        EXPECT_NEAR(sum, 1, 1e-9);
    }
}

TEST(Pit, SlopesWhereTooManyAreSimulated) {
    const std::vector<ValidationNumber> shares = ranked(8, 10);
    EXPECT_GT(shares.front().observed, 0.2);
    EXPECT_LT(shares.back().observed, 0.05);
    EXPECT_FALSE(shares.front().is_covered());
}

TEST(Pit, OfOneGroupIsWhereItLies) {
    // Three replicates: an observed 5 lies above 1 and 3 and below 9, in the third of four places.
    const std::vector<ValidationNumber> shares = crims::pit_shares({5}, {{1}, {9}, {3}});
    EXPECT_NEAR(shares[4].observed, 0, 1e-12);
    EXPECT_NEAR(shares[5].observed, 0.4, 1e-12);
    EXPECT_NEAR(shares[6].observed, 0.4, 1e-12);
    EXPECT_NEAR(shares[7].observed, 0.2, 1e-12);
}

} // namespace
