// SPDX-License-Identifier: MIT
#include "crims/rhythm.hpp"

#include <algorithm>
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
    crims::PeriodWeights weights = {};
    weights[(3 * 4) + 2] = 21; // Friday evening alone
    const auto slots = crims::month_slots(crims::rhythm_of_periods(weights), 2021y / January);
    const std::vector<double>& month = slots.probabilities;
    ASSERT_EQ(month.size(), 93U);
    EXPECT_EQ(slots.minutes(), 480U);
    for (std::size_t i = 0; i < month.size(); ++i) {
        // 1 January 2021 was a Friday; there were five of them.
        EXPECT_DOUBLE_EQ(month[i], i % 21 == 2 ? 0.2 : 0) << i;
    }
}

TEST(Rhythm, OfHoursIsLaidIntoAMonthHourByHour) {
    crims::WeeklyRhythm rhythm = {};
    rhythm[(24 * 4) + 23] = 168; // the last hour of Fridays
    const auto slots = crims::month_slots(rhythm, 2021y / January);
    ASSERT_EQ(slots.probabilities.size(), 744U);
    EXPECT_EQ(slots.minutes(), 60U);
    for (std::size_t i = 0; i < slots.probabilities.size(); ++i) {
        EXPECT_DOUBLE_EQ(slots.probabilities[i], i % 168 == 23 ? 0.2 : 0) << i;
    }
}

TEST(Rhythm, OfEveryMonthSumsToOne) {
    crims::PeriodWeights weights;
    std::iota(weights.begin(), weights.end(), 0.0);
    const crims::WeeklyRhythm rhythm = crims::rhythm_of_periods(weights);
    for (crims::Month month = 2019y / January; month < 2021y / January; month += months(1)) {
        const std::vector<double> p = crims::month_slots(rhythm, month).probabilities;
        EXPECT_NEAR(std::accumulate(p.begin(), p.end(), 0.0), 1, 1e-12);
    }
    EXPECT_EQ(crims::month_slots(rhythm, 2020y / February).probabilities.size(), 87U);
    EXPECT_EQ(crims::month_slots(rhythm, 2021y / February).probabilities.size(), 84U);
}

/// In London clocks went forward on 28 March 2021 at 01:00 and back on 31 October at 02:00.
crims::LocalCalendar london() {
    return {.holidays = {2021y / December / 27},
            .clock_changes = {{.day = 2021y / March / 28, .hour = 1, .times = 0},
                              {.day = 2021y / October / 31, .hour = 1, .times = 2}}};
}

TEST(Rhythm, HasNothingInTheHourThatClocksSkipAndTwiceInTheOneThatTheyRepeat) {
    const crims::WeeklyRhythm flat = crims::flat_rhythm();
    const auto march = crims::month_slots(flat, 2021y / March, london());
    ASSERT_EQ(march.probabilities.size(), 744U);
    EXPECT_EQ(march.probabilities[(27 * 24) + 1], 0);
    EXPECT_DOUBLE_EQ(march.probabilities[27 * 24], 1.0 / 743);
    const auto october = crims::month_slots(flat, 2021y / October, london());
    EXPECT_DOUBLE_EQ(october.probabilities[(30 * 24) + 1], 2.0 / 745);
    EXPECT_EQ(crims::month_slots(flat, 2021y / April, london()).probabilities.size(), 90U);
    const auto day = crims::day_slots(flat, 2021y / March / 28, london());
    ASSERT_EQ(day.probabilities.size(), 24U);
    EXPECT_EQ(day.probabilities[1], 0);
    EXPECT_DOUBLE_EQ(day.probabilities[2], 1.0 / 23);
}

TEST(Rhythm, OfAPublicHolidayIsASundays) {
    crims::PeriodWeights weights = {};
    weights[18] = 21; // Sunday night alone
    const crims::WeeklyRhythm rhythm = crims::rhythm_of_periods(weights);
    const auto december = crims::month_slots(rhythm, 2021y / December, london());
    EXPECT_DOUBLE_EQ(december.probabilities[3 * 26], 0.2); // Monday the 27th beside four Sundays
    EXPECT_DOUBLE_EQ(december.probabilities[3 * 25], 0.2);
    EXPECT_EQ(december.probabilities[3 * 24], 0);
}

TEST(Rhythm, OfADayWithoutWeightIsEven) {
    crims::WeeklyRhythm rhythm = crims::flat_rhythm();
    std::fill_n(rhythm.begin(), 24, 0.0);
    const auto monday = crims::day_slots(rhythm, 2021y / March / 1);
    EXPECT_DOUBLE_EQ(monday.probabilities[0], 1.0 / static_cast<double>(monday.a_day));
}

TEST(Rhythm, IsScaledToMeanOne) {
    crims::WeeklyRhythm weights = crims::flat_rhythm();
    weights[0] = 169;
    const crims::WeeklyRhythm rhythm = crims::normalised(weights);
    EXPECT_DOUBLE_EQ(rhythm[0], 84.5);
    EXPECT_DOUBLE_EQ(rhythm[20], 0.5);
    EXPECT_FALSE(crims::has_periods_alone(rhythm));
    EXPECT_TRUE(crims::has_periods_alone(crims::flat_rhythm()));
}

TEST(Rhythm, OfNothingOrOfNegativeWeightsIsRefused) {
    EXPECT_THROW(crims::normalised(crims::WeeklyRhythm{}), std::invalid_argument);
    EXPECT_THROW(crims::normalised(crims::PeriodWeights{}), std::invalid_argument);
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
        EXPECT_NEAR(rhythm[0], 168.0 / 167, 1e-12);
        EXPECT_NEAR(std::accumulate(rhythm.begin(), rhythm.end(), 0.0), 168, 1e-9);
    }
}
