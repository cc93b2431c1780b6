// SPDX-License-Identifier: MIT
#include "crims_tool/validate/time_profile.hpp"

#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "crims_tool/small_model.hpp"

namespace {

using crims_tool::WeekHours;
using namespace std::chrono_literals;

constexpr crims::Month march_2021 = 2021y / 3; // its first day is a Monday
constexpr crims::Month may_2021 = 2021y / 5;   // its first day is a Saturday

crims::CrimeTable crimes_at(crims::Month month, std::vector<std::uint16_t> minutes) {
    crims::CrimeTable table;
    table.month = month;
    table.minute = std::move(minutes);
    return table;
}

TEST(TimeProfile, CountsMinutesOfAMonthByHourOfTheWeek) {
    WeekHours hours{};
    crims_tool::add_hours(crimes_at(march_2021, {0, 59, 60, 7 * 1440}), hours);
    EXPECT_EQ(hours[0], 3); // two on the first Monday, one on the second
    EXPECT_EQ(hours[1], 1);
    crims_tool::add_hours(crimes_at(may_2021, {23 * 60, 2 * 1440}), hours);
    EXPECT_EQ(hours[(5 * 24) + 23], 1); // Saturday night
    EXPECT_EQ(hours[0], 4);             // the Monday after
}

TEST(TimeProfile, ExpectedHoursFollowTheRhythmAndSumToTheExpectedCrimes) {
    crims::Model model = small_model().model;
    crims::WeeklyRhythm monday_night{};
    monday_night[0] = 1;
    for (crims::Offence& offence : model.offences) {
        offence.rhythm = crims::normalised(monday_night);
    }
    const std::array months{march_2021, may_2021};
    const WeekHours hours = crims_tool::expected_hours(model, crims::uniform_loading(2), months);
    const double all = std::accumulate(hours.begin(), hours.end(), 0.0);
    const double expected = crims::expected_total(model, crims::uniform_loading(2), march_2021) +
                            crims::expected_total(model, crims::uniform_loading(2), may_2021);
    EXPECT_NEAR(all, expected, 1e-9 * expected);
    EXPECT_NEAR(std::accumulate(hours.begin(), hours.begin() + 8, 0.0), all, 1e-9 * all);
}

TEST(TimeProfile, ObservedHoursAreThoseOfTheMonthsAndTypesWithATime) {
    const auto at = [](std::chrono::sys_days day, std::chrono::minutes time) {
        return std::chrono::sys_seconds(day) + time;
    };
    const std::chrono::sys_days monday(2021y / 3 / 1);
    crims_tool::IncidentColumns incidents;
    incidents.crime_types = {"burglary", "other"};
    incidents.crime_type = {0, 0, 0, 1, 0, 0};
    incidents.local = {at(monday, 0min),
                       at(monday, 90min),
                       at(monday, 0min),
                       at(monday, 5min),
                       at(monday - std::chrono::days(1), 1439min),
                       at(std::chrono::sys_days(2021y / 4 / 1), 0min)};
    incidents.has_time = {1, 1, 0, 1, 1, 1};
    const auto keep = std::to_array<std::uint8_t>({1, 0});
    const crims_tool::ObservedHours observed =
        crims_tool::observed_hours(incidents, {march_2021, march_2021}, keep);
    EXPECT_EQ(observed.timed, 2U);
    EXPECT_EQ(observed.untimed, 1U);
    EXPECT_EQ(observed.midnights, 1U);
    EXPECT_EQ(observed.hours[0], 1);
    EXPECT_EQ(observed.hours[1], 1);
}

TEST(TimeProfile, SharesSumToOneByPeriodDayAndHour) {
    WeekHours observed{};
    observed[0] = 1;             // Monday, the night
    observed[(6 * 24) + 20] = 3; // Sunday, the evening
    const std::array<WeekHours, 2> replicates{observed, observed};
    const crims_tool::TimeProfile profile = crims_tool::time_profile(observed, replicates);
    EXPECT_DOUBLE_EQ(profile.periods[0].observed, 0.25);
    EXPECT_DOUBLE_EQ(profile.periods[20].mean, 0.75);
    EXPECT_DOUBLE_EQ(profile.days[6].observed, 0.75);
    EXPECT_DOUBLE_EQ(profile.hours[20].mean, 0.75);
    EXPECT_TRUE(profile.hours[20].is_covered());
}

} // namespace
