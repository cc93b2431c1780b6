// SPDX-License-Identifier: MIT
#include "crims/rescaled_times.hpp"

#include <random>

#include <gtest/gtest.h>

#include "crims/simulator.hpp"
#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;
using crims::GapShares;
using crims::Model;

TEST(RescaledTimes, TheClockGoesAsFastAsCrimeIsExpected) {
    const Model model = town::model({});
    const crims::Loading loading = {{.crime_type = 1, .factor = 2}};
    const crims::RescaledTimes clock(model, loading, {2023y / February, 2023y / June});
    double expected = 0;
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        expected += 2 * crims::expected_count(model, zone, 1, 2023y / February);
    }
    EXPECT_NEAR(clock.at(1, 1, 0), expected, 1e-9);
    EXPECT_EQ(clock.at(1, 0, 0), 0);
    EXPECT_NEAR(clock.at(1, 0, 28 * 24), clock.at(1, 1, 0), 1e-9);
    EXPECT_GT(clock.total(1), clock.at(1, 1, 29 * 24));
}

/// Gaps of one crime type of the town on its own clock.
GapShares simulated_gaps(const crims::SimulationOptions& options, int months) {
    const Model model = town::model({});
    std::vector<crims::Month> all;
    for (int i = 0; i < months; ++i) {
        all.push_back(2022y / January + std::chrono::months(i));
    }
    const crims::RescaledTimes clock(model, {}, all);
    crims::SimulationOptions from = options;
    from.from = all.front();
    crims::Simulator simulator(model, from);
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<double> times;
    for (std::size_t month = 0; month < all.size(); ++month) {
        const crims::CrimeTable crimes = simulator.step();
        for (std::size_t i = 0; i < crimes.size(); ++i) {
            if (model.offences[crimes.offence[i]].crime_type == 0) {
                const std::size_t hour = crimes.minute[i] / 60U;
                const double begin = clock.at(0, month, hour);
                times.push_back(begin + (unit(random) * (clock.at(0, month, hour + 1) - begin)));
            }
        }
    }
    return crims::gap_shares(times);
}

TEST(RescaledTimes, GapsOfTheModelsOwnCrimesAreExponential) {
    const GapShares gaps = simulated_gaps({.dispersion = false}, 24);
    EXPECT_GT(gaps.gaps, 3000);
    for (const double share : gaps.shares) {
        EXPECT_NEAR(share, 0.1, 0.02);
    }
    EXPECT_LT(gaps.distance, 0.025);
}

TEST(RescaledTimes, GapsAreShortWhereCrimesFollowCrimes) {
    const GapShares gaps =
        simulated_gaps({.near_repeat = crims::NearRepeat{.ratio = 0.7, .mean_lag_days = 0.02},
                        .dispersion = false},
                       24);
    EXPECT_GT(gaps.shares.front(), 0.12);
    EXPECT_GT(gaps.distance, 0.03);
}

TEST(RescaledTimes, OneCrimeHasNoGap) {
    EXPECT_EQ(crims::gap_shares({}), GapShares());
    EXPECT_EQ(crims::gap_shares({3}), GapShares());
    const GapShares one = crims::gap_shares({4, 3});
    EXPECT_EQ(one.gaps, 1);
    EXPECT_NEAR(one.shares[6], 1, 1e-12); // 1 - exp(-1) is 0.63
}

} // namespace
