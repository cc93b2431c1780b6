// SPDX-License-Identifier: MIT
#include "crims_tool/run/plan.hpp"

#include <gtest/gtest.h>

#include "toolkit/refusal.hpp"
#include "toolkit/text/errors.hpp"

using crims_tool::MonthRange;
using crims_tool::months_text;
using crims_tool::plan_run;
using crims_tool::RunPlan;

namespace {

crims::Month month(int year, unsigned number) {
    return std::chrono::year(year) / std::chrono::month(number);
}

std::vector<crims::Month> months(crims::Month first, int count) {
    std::vector<crims::Month> result;
    for (int i = 0; i < count; ++i) {
        result.push_back(first + std::chrono::months(i));
    }
    return result;
}

const MonthRange two_years{month(2020, 1), month(2021, 12)};

} // namespace

TEST(RunPlan, TheMonthsBeforeMakeTheModelAndLaterOnesTestIt) {
    const RunPlan plan = plan_run(two_years, months(month(2018, 1), 45), {});
    EXPECT_EQ(months_text(plan.calibrated), "2018-01 to 2019-12");
    ASSERT_TRUE(plan.holdout);
    EXPECT_EQ(months_text(plan.holdout->calibrated), "2018-01 to 2019-12");
    EXPECT_EQ(months_text(plan.holdout->tested), "2020-01 to 2021-09");
}

TEST(RunPlan, TooFewMonthsBeforeMeanAll) {
    const RunPlan plan = plan_run(two_years, months(month(2019, 2), 36), {});
    EXPECT_EQ(months_text(plan.calibrated), "2019-02 to 2022-01");
    ASSERT_TRUE(plan.holdout);
    EXPECT_EQ(months_text(plan.holdout->calibrated), "2019-02 to 2021-01");
    EXPECT_EQ(months_text(plan.holdout->tested), "2021-02 to 2022-01");
}

TEST(RunPlan, TwelveMonthsBeforeAreEnough) {
    const RunPlan plan = plan_run(two_years, months(month(2019, 1), 24), {});
    EXPECT_EQ(months_text(plan.calibrated), "2019-01 to 2019-12");
    EXPECT_EQ(months_text(plan.holdout->tested), "2020-01 to 2020-12");
}

TEST(RunPlan, WithoutLaterMonthsAYearIsHeldBack) {
    const RunPlan plan = plan_run(two_years, months(month(2017, 1), 36), {});
    EXPECT_EQ(months_text(plan.calibrated), "2017-01 to 2019-12");
    ASSERT_TRUE(plan.holdout);
    EXPECT_EQ(months_text(plan.holdout->calibrated), "2017-01 to 2018-12");
    EXPECT_EQ(months_text(plan.holdout->tested), "2019-01 to 2019-12");
}

TEST(RunPlan, FewerThanTwoYearsAreNotTested) {
    const RunPlan plan = plan_run(two_years, months(month(2018, 2), 23), {});
    EXPECT_EQ(months_text(plan.calibrated), "2018-02 to 2019-12");
    EXPECT_FALSE(plan.holdout);
    EXPECT_NE(plan.reasons.back().find("not tested"), std::string::npos);
}

TEST(RunPlan, GapsAreNoMonths) {
    std::vector<crims::Month> recorded = months(month(2018, 1), 6);
    const std::vector<crims::Month> later = months(month(2019, 7), 12);
    recorded.insert(recorded.end(), later.begin(), later.end());
    const RunPlan plan = plan_run(two_years, recorded, {});
    EXPECT_EQ(months_text(plan.calibrated), "2018-01 to 2019-12");
    EXPECT_EQ(months_text(plan.holdout->tested), "2020-01 to 2020-06");
}

TEST(RunPlan, MonthsThatAreAskedForAreTakenAsFarAsTheyAreThere) {
    const std::vector<crims::Month> recorded = months(month(2018, 1), 45);
    const RunPlan plan = plan_run(two_years, recorded, MonthRange{month(2017, 6), month(2020, 6)});
    EXPECT_EQ(months_text(plan.calibrated), "2018-01 to 2020-06");
    EXPECT_EQ(months_text(plan.holdout->tested), "2020-07 to 2021-09");
    EXPECT_NE(refusal_of<toolkit::DataError>([&] {
                  plan_run(two_years, recorded, MonthRange{month(2010, 1), month(2011, 1)});
              }).find("none of these"),
              std::string::npos);
}

TEST(RunPlan, MonthsOfAnotherDownloadTestWhereTheFirstHasNone) {
    const std::vector<crims::Month> recorded = months(month(2018, 1), 24);
    const RunPlan later = plan_run(two_years, recorded, {}, months(month(2020, 1), 9));
    EXPECT_TRUE(later.is_tested_later);
    EXPECT_EQ(months_text(later.calibrated), "2018-01 to 2019-12");
    EXPECT_EQ(months_text(later.holdout->calibrated), "2018-01 to 2019-12");
    EXPECT_EQ(months_text(later.holdout->tested), "2020-01 to 2020-09");
    // Not where the first has some, or where the other's are not simulated.
    EXPECT_FALSE(plan_run(two_years, months(month(2018, 1), 26), {}, months(month(2020, 3), 9))
                     .is_tested_later);
    EXPECT_FALSE(plan_run(two_years, recorded, {}, months(month(2022, 1), 9)).is_tested_later);
}
