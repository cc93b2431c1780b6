// SPDX-License-Identifier: MIT
#include "crims/rhythm.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono;

TEST(Rhythm, StartsWithMondayNight) {
    const sys_days monday = 2021y / March / 1;
    EXPECT_EQ(crims::period_of(monday, minutes(0)), 0U);
    EXPECT_EQ(crims::period_of(monday, minutes(479)), 0U);
    EXPECT_EQ(crims::period_of(monday, minutes(480)), 1U);
    EXPECT_EQ(crims::period_of(monday, minutes(1439)), 2U);
    EXPECT_EQ(crims::period_of(2021y / March / 7, minutes(960)), 20U);
}

TEST(Rhythm, IsLaidIntoAMonthFromItsFirstWeekdayOn) {
    crims::WeeklyRhythm rhythm = {};
    rhythm[(3 * 4) + 2] = 21; // Friday evening alone
    const std::vector<double> month = crims::period_probabilities(rhythm, 2021y / January);
    ASSERT_EQ(month.size(), 93U);
    for (std::size_t i = 0; i < month.size(); ++i) {
        // 1 January 2021 was a Friday; there were five of them.
        EXPECT_DOUBLE_EQ(month[i], i % 21 == 2 ? 0.2 : 0) << i;
    }
}

TEST(Rhythm, OfEveryMonthSumsToOne) {
    crims::WeeklyRhythm rhythm;
    std::iota(rhythm.begin(), rhythm.end(), 0.0);
    for (crims::Month month = 2019y / January; month < 2021y / January; month += months(1)) {
        const std::vector<double> p = crims::period_probabilities(rhythm, month);
        EXPECT_NEAR(std::accumulate(p.begin(), p.end(), 0.0), 1, 1e-12);
    }
    EXPECT_EQ(crims::period_probabilities(rhythm, 2020y / February).size(), 87U);
    EXPECT_EQ(crims::period_probabilities(rhythm, 2021y / February).size(), 84U);
}

TEST(Rhythm, IsScaledToMeanOne) {
    crims::WeeklyRhythm weights = crims::flat_rhythm();
    weights[0] = 22;
    const crims::WeeklyRhythm rhythm = crims::normalised(weights);
    EXPECT_DOUBLE_EQ(rhythm[0], 11);
    EXPECT_DOUBLE_EQ(rhythm[20], 0.5);
}

TEST(Rhythm, OfNothingOrOfNegativeWeightsIsRefused) {
    EXPECT_THROW(crims::normalised({}), std::invalid_argument);
    crims::WeeklyRhythm weights = crims::flat_rhythm();
    weights[3] = -1;
    EXPECT_THROW(crims::normalised(weights), std::invalid_argument);
}

} // namespace

/// The sum of the former, and what divides the latter, is beyond what a double holds.
TEST(Rhythm, NormalisedWeightsMayBeOfAnySize) {
    for (const double size : {1e308, 5e-324, 1e-310}) {
        crims::WeeklyRhythm weights;
        weights.fill(size);
        weights[3] = 0;
        const crims::WeeklyRhythm rhythm = crims::normalised(weights);
        EXPECT_EQ(rhythm[3], 0);
        EXPECT_NEAR(rhythm[0], 21.0 / 20, 1e-12);
        EXPECT_NEAR(std::accumulate(rhythm.begin(), rhythm.end(), 0.0), 21, 1e-9);
    }
}
