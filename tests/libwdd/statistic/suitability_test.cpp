// SPDX-License-Identifier: MIT
#include "wdd/suitability.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using wdd::assess_suitability;
using wdd::MonthCounts;
using wdd::pearson_correlation;
using wdd::Period;
using wdd::Suitability;
using wdd::SuitabilityInput;
using wdd::SuitabilityThresholds;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// reference/nyc_expected.json: shootings in "Operation North" and its control area, by NumPy.
constexpr std::array<double, 36> new_york_treated{10, 4,  3,  0,  3, 3,  6,  5, 1, 2, 3, 0,
                                                  5,  3,  18, 5,  2, 3,  3,  2, 2, 2, 8, 10,
                                                  9,  22, 39, 27, 7, 13, 14, 9, 9, 2, 9, 8};
constexpr std::array<double, 36> new_york_control{8,  3,  8,  8,  4,  6,  4,  4, 2, 6, 10, 4,
                                                  11, 7,  15, 6,  10, 6,  4,  7, 5, 5, 6,  5,
                                                  12, 19, 27, 23, 11, 11, 10, 9, 9, 6, 13, 10};
constexpr double new_york_r = 0.8888601485737999;

sys_days date(int year, unsigned month, unsigned day) {
    return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month},
                                       std::chrono::day{day}};
}

SuitabilityInput new_york() {
    SuitabilityInput input{.response_area = 1000,
                           .control_area = 1000,
                           .treated_pre = 168,
                           .control_pre = 160,
                           .months = {}};
    const std::vector<Period> months = wdd::months_before(date(2021, 5, 1));
    for (std::size_t i = 0; i < months.size(); ++i) {
        input.months.push_back({.month = months[i],
                                .treated = static_cast<std::int64_t>(new_york_treated.at(i)),
                                .control = static_cast<std::int64_t>(new_york_control.at(i))});
    }
    return input;
}

SuitabilityInput new_york_with_areas(double response, double control) {
    SuitabilityInput input = new_york();
    input.response_area = response;
    input.control_area = control;
    return input;
}

SuitabilityInput new_york_with_counts(double treated, double control) {
    SuitabilityInput input = new_york();
    input.treated_pre = treated;
    input.control_pre = control;
    return input;
}

SuitabilityInput new_york_of_last_months(std::size_t months) {
    SuitabilityInput input = new_york();
    input.months.erase(input.months.begin(), input.months.end() - static_cast<int>(months));
    return input;
}

std::string refusal(SuitabilityInput input, const SuitabilityThresholds& thresholds = {}) {
    try {
        assess_suitability(std::move(input), thresholds);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "not refused";
}

TEST(MonthsBefore, are_36_without_gap_or_overlap_up_to_the_day_before_the_start) {
    for (const sys_days start : {date(2021, 5, 1), date(2021, 3, 31), date(2024, 2, 29),
                                 date(2023, 12, 30), date(2024, 3, 30)}) {
        SCOPED_TRACE(wdd::iso_date(start));
        const std::vector<Period> months = wdd::months_before(start);
        ASSERT_EQ(months.size(), 36U);
        EXPECT_EQ(months.front().start, wdd::months_back(start, 36));
        EXPECT_EQ(months.back().end, start - days{1});
        for (std::size_t i = 0; i < months.size(); ++i) {
            EXPECT_GE(wdd::days_in(months[i]), 28);
            EXPECT_LE(wdd::days_in(months[i]), 33);
            if (i > 0) {
                EXPECT_EQ(months[i].start, months[i - 1].end + days{1});
            }
        }
    }
}

TEST(MonthsBefore, the_first_of_a_month_are_calendar_months) {
    const std::vector<Period> months = wdd::months_before(date(2021, 5, 1));
    EXPECT_EQ(months.front(), (Period{date(2018, 5, 1), date(2018, 5, 31)}));
    EXPECT_EQ(months.at(33), (Period{date(2021, 2, 1), date(2021, 2, 28)}));
    EXPECT_EQ(months.back(), (Period{date(2021, 4, 1), date(2021, 4, 30)}));
}

TEST(MonthsBefore, a_31st_begin_on_the_last_day_of_shorter_months) {
    const std::vector<Period> months = wdd::months_before(date(2024, 3, 31));
    EXPECT_EQ(months.at(35), (Period{date(2024, 2, 29), date(2024, 3, 30)}));
    EXPECT_EQ(months.at(34), (Period{date(2024, 1, 31), date(2024, 2, 28)}));
    EXPECT_EQ(months.at(23), (Period{date(2023, 2, 28), date(2023, 3, 30)}));
    EXPECT_EQ(months.at(0), (Period{date(2021, 3, 31), date(2021, 4, 29)}));
}

TEST(Pearson, of_the_new_york_months_is_that_of_numpy) {
    const auto r = pearson_correlation(new_york_treated, new_york_control);
    ASSERT_TRUE(r);
    EXPECT_NEAR(*r, new_york_r, 1e-14);
}

TEST(Pearson, of_a_series_with_itself_is_one_and_with_its_mirror_minus_one) {
    std::array<double, 36> mirror = new_york_control;
    std::transform(mirror.begin(), mirror.end(), mirror.begin(), [](double n) { return -n; });
    EXPECT_EQ(pearson_correlation(new_york_control, new_york_control), 1.0);
    EXPECT_EQ(pearson_correlation(new_york_control, mirror), -1.0);
}

TEST(Pearson, does_not_lose_its_digits_on_large_numbers_that_vary_little) {
    std::array<double, 36> large_treated = new_york_treated;
    std::array<double, 36> large_control = new_york_control;
    for (std::size_t i = 0; i < large_treated.size(); ++i) {
        large_treated.at(i) += 1e9;
        large_control.at(i) += 1e9;
    }
    const auto r = pearson_correlation(large_treated, large_control);
    ASSERT_TRUE(r);
    EXPECT_NEAR(*r, new_york_r, 1e-12);
}

TEST(Pearson, of_a_constant_series_has_no_value_even_where_its_mean_is_rounded) {
    const std::array constant{0.1, 0.1, 0.1};
    const std::array rising{1.0, 2.0, 3.0};
    EXPECT_FALSE(pearson_correlation(constant, rising));
    EXPECT_FALSE(pearson_correlation(rising, constant));
}

TEST(Pearson, of_fewer_than_two_months_has_no_value) {
    const std::array one{1.0};
    EXPECT_FALSE(pearson_correlation(one, one));
    EXPECT_FALSE(pearson_correlation({}, {}));
}

TEST(Pearson, of_two_months_is_plus_or_minus_one) {
    const std::array rising{1.0, 2.0};
    const std::array falling{5.0, 3.0};
    EXPECT_EQ(pearson_correlation(rising, falling), -1.0);
}

TEST(Pearson, refuses_series_of_two_lengths) {
    const std::array two{1.0, 2.0};
    const std::array three{1.0, 2.0, 3.0};
    EXPECT_THROW(pearson_correlation(two, three), std::invalid_argument);
}

TEST(Suitability, of_the_new_york_design_is_met_in_all_three_checks) {
    const Suitability actual = assess_suitability(new_york(), {});
    EXPECT_EQ(actual.area_difference.actual, 0);
    ASSERT_TRUE(actual.count_difference.actual);
    EXPECT_DOUBLE_EQ(*actual.count_difference.actual, 4.761904761904762);
    ASSERT_TRUE(actual.correlation.actual);
    EXPECT_NEAR(*actual.correlation.actual, new_york_r, 1e-14);
    EXPECT_TRUE(actual.area_difference.met);
    EXPECT_TRUE(actual.count_difference.met);
    EXPECT_TRUE(actual.correlation.met);
    EXPECT_TRUE(actual.suitable());
    EXPECT_EQ(actual.area_difference.reason, "");
    EXPECT_EQ(actual.count_difference.reason, "");
    EXPECT_EQ(actual.correlation.reason, "");
}

TEST(Suitability, keeps_its_input_and_the_thresholds) {
    const Suitability actual = assess_suitability(
        new_york(),
        {.max_area_difference = 10, .max_count_difference = 15, .min_correlation = 0.5});
    EXPECT_EQ(actual.input.treated_pre, 168);
    EXPECT_EQ(actual.input.months.size(), 36U);
    EXPECT_EQ(actual.area_difference.threshold, 10);
    EXPECT_EQ(actual.count_difference.threshold, 15);
    EXPECT_EQ(actual.correlation.threshold, 0.5);
}

TEST(Suitability, accepts_a_difference_of_just_the_maximum_and_no_more) {
    const auto area = [](double response, double control) {
        return assess_suitability(new_york_with_areas(response, control), {}).area_difference;
    };
    EXPECT_EQ(area(1000, 1200).actual, 20);
    EXPECT_TRUE(area(1000, 1200).met);
    EXPECT_TRUE(area(1000, 800).met);
    EXPECT_FALSE(area(1000, std::nextafter(1200, infinity)).met);
    EXPECT_FALSE(area(1000, std::nextafter(800, 0)).met);

    const auto count = [](double treated, double control) {
        return assess_suitability(new_york_with_counts(treated, control), {}).count_difference;
    };
    for (int fifths = 1; fifths <= 1000; ++fifths) {
        EXPECT_TRUE(count(5 * fifths, 6 * fifths).met) << fifths;
        EXPECT_TRUE(count(5 * fifths, 4 * fifths).met) << fifths;
        EXPECT_FALSE(count(5 * fifths, 6 * fifths + 1).met) << fifths;
        EXPECT_FALSE(count(5 * fifths, 4 * fifths - 1).met) << fifths;
    }
}

TEST(Suitability, measures_differences_in_percent_of_the_response_area) {
    const Suitability actual = assess_suitability(new_york_with_areas(800, 1000), {});
    EXPECT_EQ(actual.area_difference.actual, 25);
    EXPECT_FALSE(actual.area_difference.met);
    EXPECT_FALSE(actual.suitable());
}

TEST(Suitability, accepts_a_correlation_of_just_the_minimum_and_no_less) {
    const double r = *pearson_correlation(new_york_treated, new_york_control);
    const auto met = [](double minimum) {
        return assess_suitability(new_york(), {.max_area_difference = 20,
                                               .max_count_difference = 20,
                                               .min_correlation = minimum})
            .correlation.met;
    };
    EXPECT_TRUE(met(r));
    EXPECT_TRUE(met(std::nextafter(r, 0.0)));
    EXPECT_FALSE(met(std::nextafter(r, 1.0)));
}

TEST(Suitability, accepts_a_strong_negative_correlation_and_keeps_its_sign) {
    SuitabilityInput input = new_york();
    for (MonthCounts& month : input.months) {
        month.control = 100 - month.control;
    }
    const Suitability actual = assess_suitability(input, {});
    ASSERT_TRUE(actual.correlation.actual);
    EXPECT_NEAR(*actual.correlation.actual, -new_york_r, 1e-14);
    EXPECT_TRUE(actual.correlation.met);
}

TEST(Suitability, without_an_incident_in_the_response_area_has_no_count_difference) {
    const Suitability actual = assess_suitability(new_york_with_counts(0, 0), {});
    EXPECT_FALSE(actual.count_difference.actual);
    EXPECT_FALSE(actual.count_difference.met);
    EXPECT_EQ(
        actual.count_difference.reason,
        "The response area has no incident in the pre-treatment period, so a difference in percent of its count does not exist.");
    EXPECT_TRUE(actual.area_difference.met) << "the other checks are made all the same";
    EXPECT_TRUE(actual.correlation.met);
    EXPECT_FALSE(actual.suitable());
}

TEST(Suitability, without_an_incident_in_the_control_area_differs_by_100_percent) {
    const Suitability actual = assess_suitability(new_york_with_counts(7, 0), {});
    EXPECT_EQ(actual.count_difference.actual, 100);
    EXPECT_FALSE(actual.count_difference.met);
}

TEST(Suitability, with_a_series_that_never_changes_has_no_correlation_and_says_which) {
    SuitabilityInput input = new_york();
    for (MonthCounts& month : input.months) {
        month.control = 3;
    }
    Suitability actual = assess_suitability(input, {});
    EXPECT_FALSE(actual.correlation.actual);
    EXPECT_FALSE(actual.correlation.met);
    EXPECT_EQ(
        actual.correlation.reason,
        "The control area has the same number of incidents in every month, so there is no rise or fall to correlate.");

    for (MonthCounts& month : input.months) {
        month.treated = 0;
    }
    actual = assess_suitability(input, {});
    EXPECT_EQ(
        actual.correlation.reason,
        "The response area and the control area each have the same number of incidents in every month, so there is no rise or fall to correlate.");

    input = new_york();
    for (MonthCounts& month : input.months) {
        month.treated = 1;
    }
    actual = assess_suitability(input, {});
    EXPECT_EQ(
        actual.correlation.reason,
        "The response area has the same number of incidents in every month, so there is no rise or fall to correlate.");
}

TEST(Suitability, needs_a_year_of_months_for_a_correlation) {
    const auto twelve = assess_suitability(new_york_of_last_months(12), {}).correlation;
    EXPECT_TRUE(twelve.actual);
    EXPECT_TRUE(twelve.met);

    const auto eleven = assess_suitability(new_york_of_last_months(11), {}).correlation;
    EXPECT_FALSE(eleven.actual);
    EXPECT_FALSE(eleven.met);
    EXPECT_EQ(
        eleven.reason,
        "The incidents cover 11 months before the response; at least 12 are needed for a correlation, 36 are best.");

    const auto none = assess_suitability(new_york_of_last_months(0), {}).correlation;
    EXPECT_FALSE(none.actual);
    EXPECT_EQ(
        assess_suitability(new_york_of_last_months(1), {}).correlation.reason,
        "The incidents cover 1 month before the response; at least 12 are needed for a correlation, 36 are best.");
}

TEST(Suitability, an_undefined_check_is_not_met_even_by_a_minimum_of_zero) {
    const SuitabilityThresholds anything{
        .max_area_difference = infinity, .max_count_difference = infinity, .min_correlation = 0};
    SuitabilityInput input = new_york_of_last_months(11);
    input.treated_pre = 0;
    const Suitability actual = assess_suitability(input, anything);
    EXPECT_TRUE(actual.area_difference.met);
    EXPECT_FALSE(actual.count_difference.met);
    EXPECT_FALSE(actual.correlation.met);
}

TEST(Suitability, refuses_areas_without_a_size) {
    EXPECT_EQ(refusal(new_york_with_areas(0, 1)),
              "the size of the response area is 0: expected a finite number above 0");
    EXPECT_EQ(refusal(new_york_with_areas(1, -2)),
              "the size of the control area is -2: expected a finite number above 0");
    EXPECT_EQ(refusal(new_york_with_areas(not_a_number, 1)),
              "the size of the response area is nan: expected a finite number above 0");
    EXPECT_EQ(refusal(new_york_with_areas(1, infinity)),
              "the size of the control area is inf: expected a finite number above 0");
}

TEST(Suitability, refuses_counts_that_cannot_be) {
    EXPECT_EQ(
        refusal(new_york_with_counts(-1, 1)),
        "the pre-treatment count of the response area is -1: expected a finite number that is 0 or more");
    EXPECT_EQ(
        refusal(new_york_with_counts(1, not_a_number)),
        "the pre-treatment count of the control area is nan: expected a finite number that is 0 or more");
}

TEST(Suitability, refuses_thresholds_that_are_negative_or_no_number) {
    SuitabilityThresholds thresholds;
    thresholds.max_area_difference = -1;
    EXPECT_EQ(refusal(new_york(), thresholds),
              "the maximum area difference is -1: expected a number that is 0 or more");
    thresholds = {};
    thresholds.max_count_difference = not_a_number;
    EXPECT_EQ(refusal(new_york(), thresholds),
              "the maximum count difference is nan: expected a number that is 0 or more");
    thresholds = {};
    thresholds.min_correlation = -0.7;
    EXPECT_EQ(refusal(new_york(), thresholds),
              "the minimum correlation is -0.7: expected a number that is 0 or more");
}

} // namespace
