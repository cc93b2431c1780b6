// SPDX-License-Identifier: MIT
#include "wdd/period.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;
using wdd::Period;

sys_days date(int year, unsigned month, unsigned day) {
    return year_month_day{std::chrono::year{year}, std::chrono::month{month},
                          std::chrono::day{day}};
}

const Period new_york{.start = date(2021, 5, 1), .end = date(2022, 4, 30)};

TEST(Period, contains_both_of_its_ends_and_nothing_beyond) {
    EXPECT_TRUE(new_york.contains(date(2021, 5, 1)));
    EXPECT_TRUE(new_york.contains(date(2022, 4, 30)));
    EXPECT_FALSE(new_york.contains(date(2021, 4, 30)));
    EXPECT_FALSE(new_york.contains(date(2022, 5, 1)));
}

TEST(Period, counts_both_of_its_ends_as_days) {
    EXPECT_EQ(wdd::days_in(new_york), 365);
    EXPECT_EQ(wdd::days_in({date(2021, 5, 1), date(2021, 5, 1)}), 1);
}

TEST(Period, of_a_leap_year_has_366_days) {
    EXPECT_EQ(wdd::days_in({date(2024, 1, 1), date(2024, 12, 31)}), 366);
    EXPECT_EQ(wdd::days_in({date(1900, 1, 1), date(1900, 12, 31)}), 365);
    EXPECT_EQ(wdd::days_in({date(2000, 1, 1), date(2000, 12, 31)}), 366);
}

TEST(Period, that_ends_before_it_starts_is_refused_with_both_dates) {
    try {
        wdd::require_ordered({date(2021, 5, 1), date(2021, 4, 30)}, "treatment period");
        FAIL() << "not refused";
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(),
                     "the treatment period ends on 2021-04-30, before it starts on 2021-05-01");
    }
}

TEST(Period, of_one_day_is_in_order) {
    EXPECT_NO_THROW(wdd::require_ordered({date(2021, 5, 1), date(2021, 5, 1)}, "period"));
}

// The New York design of reference/nyc_expected.json.
TEST(PrecedingDays, of_a_year_are_the_year_before) {
    EXPECT_EQ(wdd::preceding_days(new_york), (Period{date(2020, 5, 1), date(2021, 4, 30)}));
}

TEST(PrecedingDays, across_a_leap_day_start_a_day_later_in_the_calendar) {
    const Period period{date(2020, 3, 1), date(2021, 2, 28)};
    EXPECT_EQ(wdd::preceding_days(period), (Period{date(2019, 3, 2), date(2020, 2, 29)}));
}

TEST(PrecedingDays, of_one_day_are_the_day_before) {
    EXPECT_EQ(wdd::preceding_days({date(2024, 3, 1), date(2024, 3, 1)}),
              (Period{date(2024, 2, 29), date(2024, 2, 29)}));
}

TEST(WholeMonths, start_on_a_first_and_end_on_a_last_day) {
    EXPECT_TRUE(wdd::is_whole_months(new_york));
    EXPECT_TRUE(wdd::is_whole_months({date(2024, 2, 1), date(2024, 2, 29)}));
    EXPECT_FALSE(wdd::is_whole_months({date(2024, 2, 1), date(2024, 2, 28)}));
    EXPECT_TRUE(wdd::is_whole_months({date(2023, 2, 1), date(2023, 2, 28)}));
    EXPECT_FALSE(wdd::is_whole_months({date(2023, 1, 2), date(2023, 1, 31)}));
    EXPECT_FALSE(wdd::is_whole_months({date(2023, 1, 15), date(2023, 2, 14)}));
    EXPECT_FALSE(wdd::is_whole_months({date(2023, 1, 1), date(2023, 1, 1)}));
}

TEST(WholeMonths, are_not_what_ends_before_it_starts) {
    EXPECT_FALSE(wdd::is_whole_months({date(2021, 5, 1), date(2021, 4, 30)}));
}

TEST(PrecedingMonths, are_as_many_months_whatever_their_days) {
    EXPECT_EQ(wdd::preceding_months({date(2021, 3, 1), date(2021, 4, 30)}),
              (Period{date(2021, 1, 1), date(2021, 2, 28)}));
    EXPECT_EQ(wdd::preceding_months({date(2024, 3, 1), date(2024, 3, 31)}),
              (Period{date(2024, 2, 1), date(2024, 2, 29)}));
    EXPECT_EQ(wdd::preceding_months({date(2021, 1, 1), date(2021, 12, 31)}),
              (Period{date(2020, 1, 1), date(2020, 12, 31)}));
    EXPECT_EQ(wdd::preceding_months({date(2021, 1, 1), date(2022, 2, 28)}),
              (Period{date(2019, 11, 1), date(2020, 12, 31)}));
}

TEST(PrecedingMonths, of_a_period_that_is_not_whole_months_are_refused_with_its_dates) {
    try {
        wdd::preceding_months({date(2021, 5, 1), date(2021, 5, 30)});
        FAIL() << "not refused";
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(
            error.what(),
            "the period from 2021-05-01 to 2021-05-30 is not made of whole months: expected it to start on the first day of a month and to end on the last day of one");
    }
}

TEST(MonthsBack, keep_the_day_of_the_month) {
    EXPECT_EQ(wdd::months_back(date(2021, 5, 15), 1), date(2021, 4, 15));
    EXPECT_EQ(wdd::months_back(date(2021, 5, 15), 0), date(2021, 5, 15));
    EXPECT_EQ(wdd::months_back(date(2021, 5, 15), 5), date(2020, 12, 15));
    EXPECT_EQ(wdd::months_back(date(2021, 5, 15), 36), date(2018, 5, 15));
}

TEST(MonthsBack, end_on_the_last_day_of_a_shorter_month) {
    EXPECT_EQ(wdd::months_back(date(2023, 3, 31), 1), date(2023, 2, 28));
    EXPECT_EQ(wdd::months_back(date(2024, 3, 31), 1), date(2024, 2, 29));
    EXPECT_EQ(wdd::months_back(date(2024, 3, 30), 1), date(2024, 2, 29));
    EXPECT_EQ(wdd::months_back(date(2024, 3, 29), 1), date(2024, 2, 29));
    EXPECT_EQ(wdd::months_back(date(2021, 5, 31), 1), date(2021, 4, 30));
    EXPECT_EQ(wdd::months_back(date(2024, 2, 29), 12), date(2023, 2, 28));
    EXPECT_EQ(wdd::months_back(date(2024, 2, 29), 48), date(2020, 2, 29));
}

TEST(MonthsBack, do_not_turn_the_last_day_of_a_short_month_into_that_of_a_long_one) {
    EXPECT_EQ(wdd::months_back(date(2023, 2, 28), 1), date(2023, 1, 28));
}

TEST(IsoDate, has_four_two_and_two_digits) {
    EXPECT_EQ(wdd::iso_date(date(2021, 5, 1)), "2021-05-01");
    EXPECT_EQ(wdd::iso_date(date(987, 12, 31)), "0987-12-31");
}

} // namespace
