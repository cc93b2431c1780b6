// SPDX-License-Identifier: MIT
#include "wdd/placebo_periods.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using wdd::Period;
using wdd::placebo_periods;
using wdd::PlaceboStep;
using wdd::StudyPeriods;

sys_days day(int year, unsigned month, unsigned of_month) {
    return sys_days{std::chrono::year{year} / std::chrono::month{month} /
                    std::chrono::day{of_month}};
}

/// Ten days from 1 March 2023, and the ten before.
const Period ten_days{day(2023, 3, 1), day(2023, 3, 10)};
const StudyPeriods real{wdd::preceding_days(ten_days), ten_days};

TEST(PlaceboPeriods, lie_between_the_first_day_and_the_real_treatment) {
    const auto first_day = day(2023, 1, 1);
    const auto found = placebo_periods(real, {.step = PlaceboStep::day, .first_day = first_day});
    // Treatments end by 28 February, so start by 19 February; the first starts on 11 January.
    ASSERT_EQ(found.size(), 40U);
    EXPECT_EQ(found.front().post, (Period{day(2023, 2, 19), day(2023, 2, 28)}));
    EXPECT_EQ(found.back().pre, (Period{day(2023, 1, 1), day(2023, 1, 10)}));
    for (const StudyPeriods& placebo : found) {
        EXPECT_EQ(placebo.pre, wdd::preceding_days(placebo.post));
        EXPECT_EQ(wdd::days_in(placebo.post), 10);
    }
}

TEST(PlaceboPeriods, are_a_whole_number_of_steps_earlier) {
    const auto starts = [](PlaceboStep step, std::size_t at_most) {
        std::vector<std::string> texts;
        for (const auto& one : placebo_periods(
                 real, {.step = step, .first_day = day(2020, 1, 1), .at_most = at_most})) {
            texts.push_back(wdd::iso_date(one.post.start));
        }
        return texts;
    };
    using Texts = std::vector<std::string>;
    EXPECT_EQ(starts(PlaceboStep::week, 2), (Texts{"2023-02-15", "2023-02-08"}));
    EXPECT_EQ(starts(PlaceboStep::month, 2), (Texts{"2023-02-01", "2023-01-01"}));
    EXPECT_EQ(starts(PlaceboStep::period, 2), (Texts{"2023-02-19", "2023-02-09"}));
    EXPECT_EQ(starts(PlaceboStep::year, 0), (Texts{"2022-03-01", "2021-03-01", "2020-03-01"}));
}

TEST(PlaceboPeriods, of_whole_months_stay_whole_months) {
    const Period quarter{day(2023, 3, 1), day(2023, 5, 31)};
    const StudyPeriods study{wdd::preceding_months(quarter), quarter};
    const auto found = placebo_periods(
        study, {.step = PlaceboStep::month, .whole_months = true, .first_day = day(2022, 1, 1)});
    // Starts from April to December 2022.
    ASSERT_EQ(found.size(), 9U);
    EXPECT_EQ(found.front().post, (Period{day(2022, 12, 1), day(2023, 2, 28)}));
    EXPECT_EQ(found.back().post, (Period{day(2022, 4, 1), day(2022, 6, 30)}));
    EXPECT_EQ(found.back().pre, (Period{day(2022, 1, 1), day(2022, 3, 31)}));
    EXPECT_THROW(placebo_periods(study, {.step = PlaceboStep::week, .whole_months = true}),
                 std::invalid_argument);
    EXPECT_THROW(placebo_periods(real, {.step = PlaceboStep::month, .whole_months = true}),
                 std::invalid_argument);
}

TEST(PlaceboPeriods, keep_another_pre_treatment_period_as_far_from_the_treatment) {
    const StudyPeriods study{{day(2022, 3, 1), day(2022, 3, 10)}, ten_days};
    const auto found =
        placebo_periods(study, {.step = PlaceboStep::period, .first_day = day(2022, 1, 1)});
    ASSERT_EQ(found.size(), 5U); // 10, 20 ... 50 days earlier
    EXPECT_EQ(found.back().pre.start, day(2022, 1, 10));
    EXPECT_EQ(found.back().post.start - found.back().pre.start, days{365});
}

TEST(PlaceboPeriods, are_none_where_the_data_are_too_short) {
    EXPECT_TRUE(
        placebo_periods(real, {.step = PlaceboStep::day, .first_day = day(2023, 2, 10)}).empty());
    EXPECT_EQ(
        placebo_periods(real, {.step = PlaceboStep::day, .first_day = day(2023, 2, 9)}).size(), 1U);
}

/// By hand: a study takes 20 days, and the real one begins 2023-02-19.
TEST(PlaceboPeriods, share_no_day_with_each_other_or_the_study) {
    const auto daily =
        placebo_periods(real, {.step = PlaceboStep::day, .first_day = day(2023, 1, 1)});
    const auto apart = wdd::disjoint_periods(real, daily);
    ASSERT_EQ(apart.size(), 2U); // 49 days before it
    EXPECT_EQ(daily[apart[0]].post.end, day(2023, 2, 18));
    EXPECT_EQ(daily[apart[1]].post.end, day(2023, 1, 29));
    // A step of the treatment's length: every second one.
    const auto periods =
        placebo_periods(real, {.step = PlaceboStep::period, .first_day = day(2023, 1, 1)});
    EXPECT_EQ(wdd::disjoint_periods(real, periods), (std::vector<std::size_t>{1, 3}));
    EXPECT_TRUE(wdd::disjoint_periods(real, {}).empty());
}

TEST(PlaceboPeriods, a_year_apart_share_no_day_only_where_no_year_is_used_twice) {
    // Before: March 2022; so the placebo a year earlier uses March 2022 as its treatment.
    const StudyPeriods study{{day(2022, 3, 1), day(2022, 3, 10)}, ten_days};
    const auto yearly =
        placebo_periods(study, {.step = PlaceboStep::year, .first_day = day(2015, 1, 1)});
    ASSERT_EQ(yearly.size(), 7U);
    EXPECT_EQ(wdd::disjoint_periods(study, yearly), (std::vector<std::size_t>{1, 3, 5}));
}

} // namespace
