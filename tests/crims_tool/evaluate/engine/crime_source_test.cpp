// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/crime_source.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono;
using crims_tool::CrimeHistory;
using crims_tool::PointCrime;

/// One crime on each day, that tells by its x on which, for 40 weeks from a Monday on.
CrimeHistory one_a_day() {
    CrimeHistory history{.days = {sys_days(2021y / January / 4), sys_days(2021y / October / 10)}};
    for (int day = 0; day < 280; ++day) {
        history.crimes.push_back(
            {.day = history.days.start + days(day), .x = static_cast<double>(day), .y = 0});
    }
    return history;
}

constexpr wdd::Box everywhere{-1, -1, 1000, 1};

TEST(ResampledCrimes, KeepFourWeeksTogetherOnTheirDaysOfTheWeek) {
    const CrimeHistory history = one_a_day();
    // From a Thursday on.
    const wdd::Period window{sys_days(2022y / March / 3), sys_days(2022y / August / 20)};
    const auto source = crims_tool::resampled_crimes(history, 5, {everywhere, window});
    std::vector<PointCrime> crimes;
    std::set<double> begins;
    for (std::uint32_t replicate = 0; replicate < 50; ++replicate) {
        crimes.clear();
        source(replicate, crimes);
        ASSERT_EQ(crimes.size(), wdd::days_in(window));
        for (std::size_t i = 0; i < crimes.size(); ++i) {
            EXPECT_EQ(crimes[i].day, window.start + days(i));
            const sys_days from = history.days.start + days(static_cast<int>(crimes[i].x));
            EXPECT_EQ(weekday(from), weekday(crimes[i].day));
            if (i % crims_tool::resampled_block_days == 0) {
                begins.insert(crimes[i].x);
            } else {
                EXPECT_EQ(std::fmod(crimes[i - 1].x + 1, 280), crimes[i].x);
            }
        }
    }
    EXPECT_GT(begins.size(), 35); // of 40 weeks
}

TEST(ResampledCrimes, DrawEachDayOfTheHistoryAsOften) {
    const CrimeHistory history = one_a_day();
    const wdd::Period window{sys_days(2022y / March / 3), sys_days(2022y / August / 20)};
    const auto source = crims_tool::resampled_crimes(history, 6, {everywhere, window});
    std::map<double, double> drawn;
    std::vector<PointCrime> crimes;
    constexpr std::uint32_t replicates = 4000;
    for (std::uint32_t replicate = 0; replicate < replicates; ++replicate) {
        crimes.clear();
        source(replicate, crimes);
        for (const PointCrime& crime : crimes) {
            ++drawn[crime.x];
        }
    }
    ASSERT_EQ(drawn.size(), 280);
    const double expected = double{replicates} * wdd::days_in(window) / 280.0;
    for (const auto& [day, count] : drawn) {
        EXPECT_NEAR(count, expected, 5 * std::sqrt(expected)) << day;
    }
}

TEST(ResampledCrimes, AreTheSameForTheSameReplicateAndLeaveOutOtherPlaces) {
    CrimeHistory history = one_a_day();
    const wdd::Period window{sys_days(2022y / March / 3), sys_days(2022y / June / 2)};
    const auto draw = [&](std::uint32_t replicate, std::uint64_t seed, const wdd::Box& box) {
        std::vector<PointCrime> crimes;
        crims_tool::resampled_crimes(history, seed, {box, window})(replicate, crimes);
        std::vector<double> x;
        std::transform(crimes.begin(), crimes.end(), std::back_inserter(x),
                       [](const PointCrime& crime) { return crime.x; });
        return x;
    };
    EXPECT_EQ(draw(3, 1, everywhere), draw(3, 1, everywhere));
    EXPECT_NE(draw(3, 1, everywhere), draw(4, 1, everywhere));
    EXPECT_NE(draw(3, 1, everywhere), draw(3, 2, everywhere));
    const auto some = draw(3, 1, {0, -1, 139, 1});
    EXPECT_LT(some.size(), draw(3, 1, everywhere).size());
    EXPECT_TRUE(std::all_of(some.begin(), some.end(), [](double x) { return x <= 139; }));
}

} // namespace
