// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "crims/calibration.hpp"
#include "libcrims/simulated_counts.hpp"

namespace {

using crims::OutcomeCount;
using crims::suspect_probabilities;

// By hand, as the seasonal profile of incidence_test.cpp, for two categories are two months: the
// chi-square of 30 and 10 of 40 around a half is 20, 1 / (kappa + 1) = 19 / 39, kappa = 20 / 19;
// (30
// + kappa / 2) / (40 + kappa) = 580 / 780.
TEST(Suspects, AreShrunkAsWorkedByHand) {
    const std::vector<OutcomeCount> outcomes = {{40, 30}, {40, 10}, {0, 0}};
    const std::vector<double> found = suspect_probabilities(3, 1, outcomes);
    EXPECT_NEAR(found[0], 580.0 / 780, 1e-12);
    EXPECT_NEAR(found[1], 200.0 / 780, 1e-12);
    EXPECT_NEAR(found[2], 0.5, 1e-12) << "a cell without outcomes is like its force";
}

TEST(Suspects, OfZonesThatDifferNoMoreThanByChanceAreTheForces) {
    const std::vector<OutcomeCount> outcomes = {{10, 2}, {10, 3}, {20, 5}};
    for (const double probability : suspect_probabilities(3, 1, outcomes)) {
        EXPECT_NEAR(probability, 0.25, 1e-12);
    }
}

TEST(Suspects, AreKeptApartByType) {
    const std::vector<OutcomeCount> outcomes = {{4, 4}, {5, 0}, {0, 0}, {6, 6}, {1, 0}, {0, 0}};
    EXPECT_EQ(suspect_probabilities(2, 3, outcomes), (std::vector<double>{1, 0, 0, 1, 0, 0}));
}

TEST(Suspects, OfDenseZonesAreTheirOwnAndOfSparseOnesNot) {
    crims::test::Chance chance(2);
    std::vector<OutcomeCount> outcomes;
    for (int zone = 0; zone < 100; ++zone) {
        const std::uint32_t known = zone == 0 ? 1 : 2000;
        const double truth = 0.2 + 0.2 * chance.uniform();
        OutcomeCount count{known, 0};
        for (std::uint32_t i = 0; i < known; ++i) {
            count.identified += zone == 0 || chance.uniform() < truth ? 1 : 0;
        }
        outcomes.push_back(count);
    }
    const std::vector<double> found = suspect_probabilities(100, 1, outcomes);
    EXPECT_NEAR(found[0], 0.3, 0.03) << "one crime of one identified";
    for (std::size_t zone = 1; zone < 100; ++zone) {
        EXPECT_NEAR(found[zone], outcomes[zone].identified / 2000.0, 0.01);
    }
}

TEST(Suspects, RefuseNumbersThatDoNotFit) {
    EXPECT_THROW(suspect_probabilities(2, 1, std::vector<OutcomeCount>{{1, 1}}),
                 std::invalid_argument);
    EXPECT_THROW(suspect_probabilities(1, 1, std::vector<OutcomeCount>{{1, 2}}),
                 std::invalid_argument);
}

} // namespace
