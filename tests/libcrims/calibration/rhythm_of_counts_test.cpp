// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include "crims/calibration.hpp"

namespace {

using crims::flat_rhythm;
using crims::rhythm_of_counts;
using crims::WeeklyRhythm;
using Counts = std::array<std::uint64_t, crims::periods_a_week>;

TEST(RhythmOfCounts, IsTheCountsOverTheirMean) {
    Counts counts = {};
    counts[2] = 6;
    counts[20] = 15;
    const WeeklyRhythm rhythm = rhythm_of_counts(counts, flat_rhythm(), 0);
    EXPECT_DOUBLE_EQ(rhythm[2], 6);
    EXPECT_DOUBLE_EQ(rhythm[20], 15);
    EXPECT_EQ(rhythm[0], 0);
}

// 21 crimes of the prior and 21 of its own: each period is the mean of both.
TEST(RhythmOfCounts, IsDrawnTowardTheBroaderRhythmByItsWeight) {
    Counts counts = {};
    counts[0] = 21;
    WeeklyRhythm prior = {};
    prior[5] = 21;
    const WeeklyRhythm rhythm = rhythm_of_counts(counts, prior, 21);
    EXPECT_DOUBLE_EQ(rhythm[0], 10.5);
    EXPECT_DOUBLE_EQ(rhythm[5], 10.5);
    EXPECT_EQ(rhythm[6], 0);
}

TEST(RhythmOfCounts, OfNothingIsThePriorOrFlat) {
    WeeklyRhythm prior = {};
    prior[5] = 21;
    EXPECT_EQ(rhythm_of_counts(Counts{}, prior, 1), prior);
    EXPECT_EQ(rhythm_of_counts(Counts{}, prior, 0), flat_rhythm());
}

TEST(RhythmOfCounts, RefusesAWeightOrPriorThatIsNone) {
    EXPECT_THROW(rhythm_of_counts(Counts{}, flat_rhythm(), -1), std::invalid_argument);
    EXPECT_THROW(rhythm_of_counts(Counts{}, WeeklyRhythm{}, 1), std::invalid_argument);
}

} // namespace
