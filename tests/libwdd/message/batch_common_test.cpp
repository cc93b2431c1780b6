// SPDX-License-Identifier: MIT
#include "wdd/batch.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace {

using std::chrono::sys_days;

wdd::BatchArea evaluated_area(const std::string& name, int first_month) {
    wdd::Evaluation evaluation;
    const auto start = std::chrono::year(2022) / first_month / 1;
    evaluation.periods = {{sys_days{2021y / 7 / 1}, sys_days{2021y / 12 / 31}},
                          {sys_days{start}, sys_days{2022y / 12 / 31}}};
    return {.name = name, .evaluation = std::move(evaluation)};
}

wdd::Suitability checked(double area, double count, std::optional<double> correlation) {
    wdd::Suitability result;
    result.area_difference = {area, 20, area <= 20, ""};
    result.count_difference = {count, 20, count <= 20, ""};
    result.correlation = {correlation, 0.7, correlation && std::abs(*correlation) >= 0.7, ""};
    return result;
}

wdd::Batch two_areas_and_a_fault() {
    wdd::Batch batch;
    batch.areas = {evaluated_area("North", 1),
                   {.name = "West", .fault = "it has no dates"},
                   evaluated_area("South", 1)};
    return batch;
}

} // namespace

TEST(CommonDesign, is_what_all_areas_that_were_evaluated_have) {
    const wdd::CommonDesign design = wdd::common_design(two_areas_and_a_fault());
    ASSERT_TRUE(design.pre && design.post && design.time_pre);
    EXPECT_EQ(design.post->start, sys_days{2022y / 1 / 1});
    EXPECT_EQ(*design.time_pre, 1);
    EXPECT_EQ(design.area[0], 1);
}

TEST(CommonDesign, has_nothing_where_areas_differ) {
    wdd::Batch batch = two_areas_and_a_fault();
    batch.areas[2] = evaluated_area("South", 3);
    batch.areas[2].evaluation->weights = {.time = {184, 306}, .area = {1, 0.5, 1, 0.5}};
    const wdd::CommonDesign design = wdd::common_design(batch);
    EXPECT_FALSE(design.post);
    EXPECT_TRUE(design.pre);
    EXPECT_FALSE(design.time_pre);
    EXPECT_EQ(design.area[0], 1);
    EXPECT_FALSE(design.area[1]);
}

TEST(SuitabilityOfAll, counts_those_that_passed_and_keeps_the_worst) {
    wdd::Batch batch = two_areas_and_a_fault();
    EXPECT_EQ(wdd::suitability_of_all(batch).tested, 0);
    EXPECT_FALSE(wdd::suitability_of_all(batch).correlation);
    batch.areas[0].evaluation->suitability = checked(5, 30, -0.8);
    batch.areas[2].evaluation->suitability = checked(15, 2, 0.9);
    const wdd::SuitabilityOfAll all = wdd::suitability_of_all(batch);
    EXPECT_EQ(all.tested, 2);
    EXPECT_EQ(all.passed, 1);
    EXPECT_EQ(all.area_difference, 15);
    EXPECT_EQ(all.count_difference, 30);
    EXPECT_EQ(all.correlation, -0.8);
}

TEST(SuitabilityOfAll, has_no_worst_where_one_is_undefined) {
    wdd::Batch batch = two_areas_and_a_fault();
    batch.areas[0].evaluation->suitability = checked(5, 3, std::nullopt);
    batch.areas[2].evaluation->suitability = checked(15, 2, 0.9);
    const wdd::SuitabilityOfAll all = wdd::suitability_of_all(batch);
    EXPECT_EQ(all.passed, 1);
    EXPECT_FALSE(all.correlation);
    EXPECT_EQ(all.area_difference, 15);
}

TEST(ShareOfExpected, of_a_sum_is_empty_where_nothing_was_to_be_expected) {
    wdd::BatchSum sum;
    sum.local.estimate = -30;
    sum.expected = 120;
    EXPECT_EQ(wdd::share_of_expected(sum), -0.25);
    sum.expected = 0;
    EXPECT_FALSE(wdd::share_of_expected(sum));
}

TEST(LeftOut, names_the_areas_that_were_not_evaluated) {
    EXPECT_THAT(wdd::left_out(two_areas_and_a_fault()), testing::ElementsAre("West"));
}
