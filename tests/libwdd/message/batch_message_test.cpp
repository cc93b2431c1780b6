// SPDX-License-Identifier: MIT
#include "wdd/batch.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wdd/forest_plot.hpp"
#include "wdd/pooled.hpp"
#include "wdd/svg.hpp"

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

namespace {

using std::chrono::sys_days;

wdd::BatchArea area(const std::string& name, const wdd::Counts& counts) {
    wdd::Evaluation evaluation;
    evaluation.counts = counts;
    evaluation.statistic = wdd::weighted_displacement_difference(counts);
    evaluation.periods = {{sys_days{2021y / 7 / 1}, sys_days{2021y / 12 / 31}},
                          {sys_days{2022y / 1 / 1}, sys_days{2022y / 6 / 30}}};
    return {.name = name, .evaluation = std::move(evaluation)};
}

wdd::Batch two_areas() {
    wdd::Batch batch;
    batch.areas = {area("North", {{100, 60}, {100, 90}, {}, {}}),
                   area("South", {{50, 60}, {100, 90}, {}, {}}),
                   {.name = "West", .fault = "it has no dates"}};
    batch.together = wdd::BatchSum{.local = {-10, 30},
                                   .displacement = {},
                                   .total = wdd::test_of_sum(-10, 900),
                                   .independent_error = 25};
    return batch;
}

} // namespace

TEST(BatchMessage, says_what_all_show_together_and_each) {
    const std::string text = wdd::to_text(wdd::describe(two_areas()));
    EXPECT_THAT(text, HasSubstr("No evidence of reduction (z = -0.33"));
    EXPECT_THAT(text, HasSubstr("About 10 fewer incidents than expected"));
    EXPECT_THAT(text, HasSubstr("in 2 areas together"));
    EXPECT_THAT(text, HasSubstr("30.00. Taken as independent, it would be 25.00"));
    EXPECT_THAT(text, HasSubstr("- West: it has no dates"));
    EXPECT_THAT(text, HasSubstr("North"));
}

TEST(BatchMessage, says_where_the_control_area_is_doubtful) {
    EXPECT_THAT(wdd::to_text(wdd::describe(two_areas())), Not(HasSubstr("too few incidents")));
    wdd::Batch batch = two_areas();
    batch.areas[0] = area("North", {{100, 60}, {900, 810}, {}, {}});
    EXPECT_THAT(wdd::to_text(wdd::describe(batch)),
                HasSubstr("In 1 area the control area has too few incidents, or another number"));
}

TEST(BatchMessage, gives_the_forecast_before_the_plain_test) {
    wdd::Batch batch = two_areas();
    wdd::ForecastVerdict verdict;
    verdict.area.forecast.ratio = 0.7;
    verdict.area.forecast.p_reduction = 0.0123;
    batch.areas[1].evaluation->forecast.emplace().verdict = verdict;
    const std::string text = wdd::to_text(wdd::describe(batch));
    const std::string header = text.substr(text.find("Each area"));
    EXPECT_LT(header.find("forecast"), header.find("WDD"));
    const std::string south = text.substr(text.find("  South"));
    const std::string row = south.substr(0, south.find('\n'));
    EXPECT_LT(row.find("-30 %, p = 0.012"), row.find("+20"));
    EXPECT_THAT(row, HasSubstr("+20"));
}

TEST(BatchMessage, begins_with_the_forecast_for_all) {
    wdd::Batch batch = two_areas();
    batch.forecast.emplace().reason = "none of the 2 areas has one of its own.";
    EXPECT_THAT(wdd::to_text(wdd::describe(batch)),
                HasSubstr("No forecast for all areas together: none of the 2 areas"));
    batch.forecast->sum = wdd::Forecast{.expected = 200,
                                        .recorded = 120,
                                        .ratio = 0.6,
                                        .ratio_low = 0.5,
                                        .ratio_high = 0.7,
                                        .confidence = 0.95,
                                        .p_reduction = 0.0004,
                                        .p_increase = 0.9996,
                                        .evidence = wdd::Evidence::very_strong};
    const std::string text = wdd::to_text(wdd::describe(batch));
    const std::size_t forecast = text.find(
        "In 2 areas together 120 incidents were recorded and about 200 were expected: 40 % fewer");
    ASSERT_NE(forecast, std::string::npos);
    EXPECT_LT(forecast, text.find("The plain test: No evidence of reduction"));
    EXPECT_THAT(text, HasSubstr("Trust the forecast"));
    EXPECT_THAT(wdd::summary(batch), HasSubstr("In 2 areas together 120 incidents"));
    EXPECT_THAT(wdd::summary(batch), HasSubstr("1 of 3 areas could not be evaluated"));
}

TEST(BatchSummary, says_the_verdict_on_all_and_how_many_failed) {
    EXPECT_EQ(wdd::summary(two_areas()),
              "Plain test of 2 areas together: No evidence of reduction (z = -0.33, one-tailed p = "
              "0.369). About 10 fewer incidents than expected. 1 of 3 areas could not be "
              "evaluated.");
    wdd::Batch zero = two_areas();
    zero.together->total = wdd::test_of_sum(0, 0);
    EXPECT_EQ(wdd::summary(zero), "No test is possible of all areas together. 1 of 3 areas could "
                                  "not be evaluated.");
}

TEST(BatchSummary, fits_into_a_field_whatever_the_numbers_are) {
    wdd::Batch batch = two_areas();
    batch.together->total = wdd::test_of_sum(-1e200, 1);
    EXPECT_LE(wdd::summary(batch).size(), wdd::longest_summary);
    batch.together->total = wdd::test_of_sum(-0.4, 1);
    EXPECT_THAT(wdd::summary(batch), HasSubstr("As many incidents as expected."));
}

TEST(BatchSummary, has_words_for_no_difference) {
    wdd::Batch batch = two_areas();
    batch.forecast.emplace().sum = wdd::Forecast{.expected = 510,
                                                 .recorded = 508,
                                                 .ratio = 0.997,
                                                 .ratio_low = 0.78,
                                                 .ratio_high = 1.004,
                                                 .confidence = 0.95,
                                                 .p_reduction = 0.5,
                                                 .p_increase = 0.5};
    EXPECT_THAT(wdd::summary(batch),
                HasSubstr("about 510 were expected: a difference of less than 1 % (95 % interval: "
                          "22 % fewer to no change)."));
}

TEST(BatchMessage, without_shared_incidents_says_nothing_of_them) {
    wdd::Batch batch = two_areas();
    batch.together->independent_error = 30;
    EXPECT_THAT(wdd::to_text(wdd::describe(batch)), Not(HasSubstr("share incidents")));
}

TEST(BatchMessage, shows_the_intervals_on_its_page) {
    const std::string page = wdd::to_html(wdd::describe(two_areas()));
    EXPECT_THAT(page, HasSubstr("<svg"));
    EXPECT_THAT(page, HasSubstr("All together -10 (-69 to 49)"));
}

TEST(ForestPlot, has_a_row_for_each_and_cuts_long_names) {
    const std::string svg =
        wdd::forest_figure({.title = "T",
                            .rows = {{"A name that is much too long for its place", -5, -10, 0},
                                     {"All together", -3, -4, -2, true}}},
                           "")
            .svg(wdd::narrow_picture);
    EXPECT_THAT(svg, HasSubstr("A name that i…"));
    EXPECT_THAT(svg, HasSubstr("class=\"mark\""));
}

TEST(ForestPlot, of_estimates_without_width_has_a_scale) {
    EXPECT_THAT(
        wdd::forest_figure({.title = "T", .rows = {{"A", 0, 0, 0}}}, "").svg(wdd::narrow_picture),
        Not(HasSubstr("nan")));
}
