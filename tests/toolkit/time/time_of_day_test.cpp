// SPDX-License-Identifier: MIT
#include "toolkit/time/time_of_day.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using toolkit::read_time_of_day;
using toolkit::TimeNumbers;

TimeNumbers guessed(std::initializer_list<const char*> texts) {
    toolkit::TimeNumbersGuess guess;
    for (const char* text : texts) {
        if (!guess.add(text)) {
            break;
        }
    }
    return guess.numbers();
}

} // namespace

TEST(TimeOfDay, ANumberAboveTheHoursShowsThatMinutesAreMeant) {
    EXPECT_EQ(guessed({"15", "0", "24"}), TimeNumbers::hours);
    EXPECT_EQ(guessed({"15", "1", "45"}), TimeNumbers::hours_minutes);
    EXPECT_EQ(guessed({"15", "2130"}), TimeNumbers::hours_minutes);
    EXPECT_EQ(guessed({"0001"}), TimeNumbers::hours_minutes);
    EXPECT_EQ(guessed({"15:07", "2130"}), TimeNumbers::none);
}

TEST(TimeOfDay, IsReadAsItIsMeant) {
    EXPECT_EQ(read_time_of_day("15", TimeNumbers::hours), 15h);
    EXPECT_EQ(read_time_of_day("15", TimeNumbers::hours_minutes), 15min);
    EXPECT_EQ(read_time_of_day("2130", TimeNumbers::hours_minutes), 21h + 30min);
    EXPECT_EQ(read_time_of_day("0001", TimeNumbers::hours_minutes), 1min);
    EXPECT_EQ(read_time_of_day("15:07", TimeNumbers::none), 15h + 7min);
    EXPECT_EQ(read_time_of_day("03:07 PM", TimeNumbers::none), 15h + 7min);
    EXPECT_EQ(read_time_of_day("2130", TimeNumbers::none), 21h + 30min);
    EXPECT_EQ(read_time_of_day("2400", TimeNumbers::hours_minutes), 24h - 1s);
}

TEST(TimeOfDay, WhatIsNoTimeIsRefused) {
    for (const char* text : {"1275", "2401", "2500", "99999", "-5", "15.5"}) {
        EXPECT_FALSE(read_time_of_day(text, TimeNumbers::hours_minutes)) << text;
    }
    EXPECT_FALSE(read_time_of_day("25", TimeNumbers::hours));
    EXPECT_FALSE(read_time_of_day("15", TimeNumbers::none));
    EXPECT_FALSE(read_time_of_day("10:00Z", TimeNumbers::none));
}
