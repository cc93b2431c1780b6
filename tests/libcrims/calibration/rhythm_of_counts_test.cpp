// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

#include "crims/calibration.hpp"

namespace {

using crims::flat_rhythm;
using crims::rhythm_of_counts;
using crims::WeeklyRhythm;
using Counts = std::array<std::uint64_t, crims::hours_a_week>;

/// A day's wave, higher at the weekend, and with Saturday night as a peak of its own.
WeeklyRhythm truth() {
    WeeklyRhythm rhythm;
    for (std::size_t hour = 0; hour < rhythm.size(); ++hour) {
        const auto of_day = static_cast<double>(hour % 24);
        rhythm[hour] = 1.2 - std::cos((of_day - 4) * 2 * M_PI / 24);
        rhythm[hour] *= hour >= 120 ? 1.3 : 1;
        rhythm[hour] += hour >= 142 && hour < 148 ? 3 : 0;
    }
    return crims::normalised(rhythm);
}

Counts drawn(const WeeklyRhythm& rhythm, double crimes, unsigned seed) {
    std::mt19937_64 random(seed);
    Counts counts{};
    for (std::size_t hour = 0; hour < counts.size(); ++hour) {
        const double mean = rhythm[hour] * crimes / static_cast<double>(counts.size());
        counts[hour] = static_cast<std::uint64_t>(std::poisson_distribution<int>(mean)(random));
    }
    return counts;
}

WeeklyRhythm raw(const Counts& counts) {
    WeeklyRhythm weights;
    std::copy(counts.begin(), counts.end(), weights.begin());
    return crims::normalised(weights);
}

double root_mean_square(const WeeklyRhythm& a, const WeeklyRhythm& b) {
    double squares = 0;
    for (std::size_t hour = 0; hour < a.size(); ++hour) {
        squares += (a[hour] - b[hour]) * (a[hour] - b[hour]);
    }
    return std::sqrt(squares / static_cast<double>(a.size()));
}

TEST(RhythmOfCounts, OfManyCrimesIsTheCountsOverTheirMean) {
    const Counts counts = drawn(truth(), 5e6, 1);
    EXPECT_LT(root_mean_square(rhythm_of_counts(counts, flat_rhythm(), 21), raw(counts)), 0.02);
}

TEST(RhythmOfCounts, OfFewCrimesIsSmoothAndNearerTheTruthThanTheCounts) {
    for (const double crimes : {100.0, 500.0, 3000.0}) {
        double smooth = 0;
        double plain = 0;
        for (unsigned seed = 1; seed <= 10; ++seed) {
            const Counts counts = drawn(truth(), crimes, seed);
            smooth += root_mean_square(rhythm_of_counts(counts, flat_rhythm(), 21), truth()) / 10;
            plain += root_mean_square(raw(counts), truth()) / 10;
        }
        EXPECT_LT(smooth, 0.8 * plain) << crimes;
    }
}

TEST(RhythmOfCounts, DoesNotJumpByChance) {
    const WeeklyRhythm rhythm = rhythm_of_counts(drawn(flat_rhythm(), 300, 3), flat_rhythm(), 21);
    for (std::size_t hour = 0; hour < rhythm.size(); ++hour) {
        EXPECT_LT(std::abs(rhythm[(hour + 1) % rhythm.size()] - rhythm[hour]), 0.5)
            << hour; // counts jump by 2
    }
}

TEST(RhythmOfCounts, OfARareTypeFollowsTheBroaderRhythm) {
    Counts counts = {};
    counts[30] = counts[55] = 1;
    const WeeklyRhythm rhythm = rhythm_of_counts(counts, truth(), 21);
    EXPECT_GT(*std::min_element(rhythm.begin(), rhythm.end()), 0.05);
    EXPECT_LT(root_mean_square(rhythm, truth()), 0.6);
}

TEST(RhythmOfCounts, OfNothingIsThePriorOrFlat) {
    const WeeklyRhythm rhythm = rhythm_of_counts(Counts{}, truth(), 1);
    EXPECT_LT(root_mean_square(rhythm, truth()), 1e-12);
    EXPECT_EQ(rhythm_of_counts(Counts{}, truth(), 0), flat_rhythm());
}

TEST(RhythmOfCounts, RefusesAWeightOrPriorThatIsNone) {
    EXPECT_THROW(rhythm_of_counts(Counts{}, flat_rhythm(), -1), std::invalid_argument);
    EXPECT_THROW(rhythm_of_counts(Counts{}, WeeklyRhythm{}, 1), std::invalid_argument);
}

} // namespace
