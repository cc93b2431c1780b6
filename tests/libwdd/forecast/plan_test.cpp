// SPDX-License-Identifier: MIT
#include "wdd/plan.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "libwdd/csv_rows.hpp"

namespace {

wdd::Counts equal_counts(double mean, bool with_rings) {
    const wdd::BeforeAfter same{.pre = mean, .post = mean};
    return {.treated = same,
            .control = same,
            .treated_displacement = with_rings ? same : wdd::BeforeAfter{},
            .control_displacement = with_rings ? same : wdd::BeforeAfter{}};
}

} // namespace

TEST(Plan, the_plain_test_detects_what_exact_sums_in_r_say) {
    int compared = 0;
    for (const csv_rows::Row& row : csv_rows::read(REFERENCE_DIR "/mde.csv")) {
        const double mean = row.number("mean_per_cell");
        const bool is_ours = row.text("test") == "z" && mean >= 50;
        if (!is_ours || row.text("min_reduction") == "NA") {
            continue;
        }
        const auto found =
            wdd::plain_detectable_reduction(equal_counts(mean, row.text("layout") != "local4"),
                                            row.number("power"), row.number("alpha"));
        ASSERT_TRUE(found) << mean;
        // The sums are over whole counts: the test's size is not quite alpha.
        EXPECT_NEAR(*found, row.number("min_reduction"), 0.02) << mean;
        ++compared;
    }
    EXPECT_GT(compared, 10);
}

TEST(Plan, an_effect_is_a_smaller_share_of_area_and_ring) {
    const auto plan = wdd::plan_evaluation({.area = 40, .ring = 60, .variation = 0.1});
    ASSERT_EQ(plan.periods.size(), 4U);
    const wdd::PlannedPeriod& half_year = plan.periods[1];
    EXPECT_EQ(half_year.months, 6);
    EXPECT_EQ(half_year.area.expected, 240);
    EXPECT_EQ(half_year.together->expected, 600);
    const wdd::ForecastPlan together{.expected = 600, .variance = 0.01};
    EXPECT_DOUBLE_EQ(half_year.together->power[2], wdd::forecast_power(together, 0.3 * 0.4));
    EXPECT_NEAR(*half_year.together->detectable_reduction,
                *wdd::detectable_reduction(together) / 0.4, 1e-12);
    EXPECT_FALSE(half_year.plain_detectable_reduction);
}

TEST(Plan, what_more_than_all_would_be_needed_for_is_not_detectable) {
    const auto plan =
        wdd::plan_evaluation({.area = 10, .ring = 90, .variation = 0.3, .months = {1}});
    EXPECT_TRUE(plan.periods[0].area.detectable_reduction);
    EXPECT_FALSE(plan.periods[0].together->detectable_reduction);
}

TEST(Plan, refuses_what_is_not_a_plan) {
    EXPECT_THROW(wdd::plan_evaluation({.area = 0, .variation = 0.1}), std::invalid_argument);
    EXPECT_THROW(wdd::plan_evaluation({.area = 5, .ring = -1, .variation = 0.1}),
                 std::invalid_argument);
    EXPECT_THROW(wdd::plan_evaluation({.area = 5, .variation = -0.1}), std::invalid_argument);
    EXPECT_THROW(wdd::plan_evaluation({.area = 5, .variation = 0.1, .months = {0}}),
                 std::invalid_argument);
    EXPECT_THROW(wdd::plan_evaluation({.area = 5, .variation = 0.1, .comparison_areas = 5}),
                 std::invalid_argument);
}
