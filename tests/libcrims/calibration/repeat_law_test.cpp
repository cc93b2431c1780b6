// SPDX-License-Identifier: MIT
#include "calibration/repeat_law.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace {

using crims::ChainPairs;
using crims::NearRepeat;

const std::vector<double> law_bands{0, 50, 100, 200, 5000};

/// Of an endless chain each crime has ((1 - ratio)^-2 - 1) / 2 others in its chain after it.
TEST(RepeatLaw, TotalsAreThoseOfABranchingProcess) {
    for (const double ratio : {0.0, 0.1, 0.4, 0.7}) {
        for (const double same : {0.0, 0.3, 1.0}) {
            const NearRepeat law{
                .ratio = ratio, .mean_lag_days = 3, .spread = 60, .same_place = same};
            const ChainPairs pairs = crims::chain_pairs(law, law_bands, 400);
            const double all = std::accumulate(pairs.all.begin(), pairs.all.end(), 0.0);
            EXPECT_NEAR(all, ((1 / ((1 - ratio) * (1 - ratio))) - 1) / 2, 1e-6);
            const double at_place =
                std::accumulate(pairs.in_band.begin(), pairs.in_band.begin() + 401, 0.0);
            const double stays = ratio * same;
            EXPECT_NEAR(at_place, ((1 / ((1 - stays) * (1 - stays))) - 1) / 2, 3e-4);
            EXPECT_NEAR(std::accumulate(pairs.in_band.begin(), pairs.in_band.end(), 0.0), all,
                        1e-5);
        }
    }
}

struct ChainCrime {
    double x = 0;
    double y = 0;
    double time = 0;
};

/// All crimes of one chain, in days; hours are drawn anew, as the simulator does it.
std::vector<ChainCrime> chain_of(const NearRepeat& law, std::mt19937_64& random) {
    std::uniform_real_distribution<double> unit(0, 1);
    std::exponential_distribution<double> lag(1 / law.mean_lag_days);
    std::normal_distribution<double> off(0, law.spread);
    constexpr double no_mean = 1e-12; // a Poisson distribution needs one above 0
    std::poisson_distribution<int> followers(std::max(law.ratio, no_mean));
    std::vector<ChainCrime> crimes{{0, 0, unit(random)}};
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        for (int child = followers(random); child > 0; --child) {
            ChainCrime next = crimes[i];
            next.time = std::floor(next.time + lag(random)) + unit(random);
            if (unit(random) >= law.same_place) {
                next.x += off(random);
                next.y += off(random);
            }
            crimes.push_back(next);
        }
    }
    return crimes;
}

TEST(RepeatLaw, PairsByDistanceAndDaysAreThoseOfChainsThatAreDrawn) {
    const NearRepeat law{.ratio = 0.35, .mean_lag_days = 4, .spread = 60, .same_place = 0.4};
    constexpr int days = 20;
    const ChainPairs pairs = crims::chain_pairs(law, law_bands, days);
    std::vector<double> counted(pairs.in_band.size(), 0);
    std::mt19937_64 random(3);
    double crimes = 0;
    for (int i = 0; i < 300'000; ++i) {
        const std::vector<ChainCrime> chain = chain_of(law, random);
        crimes += static_cast<double>(chain.size());
        for (std::size_t a = 0; a < chain.size(); ++a) {
            for (std::size_t b = a + 1; b < chain.size(); ++b) {
                const double distance =
                    std::hypot(chain[a].x - chain[b].x, chain[a].y - chain[b].y);
                const auto band = static_cast<std::size_t>(
                    std::lower_bound(law_bands.begin(), law_bands.end(), distance) -
                    law_bands.begin());
                const auto apart = static_cast<std::size_t>(
                    std::abs(std::floor(chain[a].time) - std::floor(chain[b].time)));
                if (band < law_bands.size() && apart <= days) {
                    ++counted[(band * (days + 1)) + apart];
                }
            }
        }
    }
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const double expected = pairs.in_band[i] * crimes;
        EXPECT_NEAR(counted[i], expected, 6 * std::sqrt(expected) + 3) << i;
    }
}

} // namespace
