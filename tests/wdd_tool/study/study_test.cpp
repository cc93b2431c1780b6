// SPDX-License-Identifier: MIT
#include "wdd_tool/study/study.hpp"

#include <gtest/gtest.h>

#include "toolkit/refusal.hpp"
#include "toolkit/text/errors.hpp"

using namespace std::chrono_literals;
using std::chrono::sys_days;
using toolkit::DataError;
using wdd::Period;
using wdd_tool::PeriodOptions;

namespace {

constexpr Period spring{sys_days{2023y / 3 / 1}, sys_days{2023y / 5 / 31}};
constexpr Period ten_days{sys_days{2023y / 3 / 1}, sys_days{2023y / 3 / 10}};

PeriodOptions treatment(const Period& post) {
    PeriodOptions options;
    options.post = post;
    return options;
}

} // namespace

TEST(StudyPeriods, WithoutAPreTreatmentPeriodTakeAsManyDaysBefore) {
    const wdd::StudyPeriods periods = wdd_tool::study_periods(treatment(ten_days), false);
    EXPECT_EQ(periods.post, ten_days);
    EXPECT_EQ(periods.pre, (Period{sys_days{2023y / 2 / 19}, sys_days{2023y / 2 / 28}}));
}

TEST(StudyPeriods, OfMonthDatesTakeAsManyMonthsBefore) {
    const wdd::StudyPeriods periods = wdd_tool::study_periods(treatment(spring), true);
    EXPECT_EQ(periods.pre, (Period{sys_days{2022y / 12 / 1}, sys_days{2023y / 2 / 28}}));
}

TEST(StudyPeriods, KeepThePreTreatmentPeriodThatIsGiven) {
    PeriodOptions options = treatment(ten_days);
    options.pre = Period{sys_days{2022y / 3 / 1}, sys_days{2022y / 3 / 10}};
    EXPECT_EQ(wdd_tool::study_periods(options, false).pre, *options.pre);
}

TEST(StudyPeriods, OfMonthDatesRefusePartsOfMonthsAndSayWhich) {
    EXPECT_EQ(
        refusal_of<DataError>([] { wdd_tool::study_periods(treatment(ten_days), true); }),
        "incidents are dated by month only, so the treatment period must be whole months; 2023-03-01 to 2023-03-10 is not");
    PeriodOptions options = treatment(spring);
    options.pre = ten_days;
    EXPECT_NE(refusal_of<DataError>([&] {
                  wdd_tool::study_periods(options, true);
              }).find("the pre-treatment period must be whole months"),
              std::string::npos);
}

TEST(StudyWindow, HoldsEveryPreTreatmentPeriodThatMayBeTaken) {
    // 92 days before March begin on 29 November, three months before on 1 December.
    EXPECT_EQ(wdd_tool::study_window(treatment(spring)),
              (Period{sys_days{2022y / 11 / 29}, spring.end}));
    // February to April are 89 days, which take in one day less than the three months before.
    const Period from_february{sys_days{2023y / 2 / 1}, sys_days{2023y / 4 / 30}};
    EXPECT_EQ(wdd_tool::study_window(treatment(from_february)),
              (Period{sys_days{2022y / 11 / 1}, from_february.end}));
    PeriodOptions options = treatment(spring);
    options.pre = Period{sys_days{2020y / 3 / 1}, sys_days{2020y / 5 / 31}};
    EXPECT_EQ(wdd_tool::study_window(options), (Period{options.pre->start, spring.end}));
}

TEST(StudyWindow, RefusesATreatmentOfCenturies) {
    EXPECT_NE(refusal_of<DataError>([] {
                  wdd_tool::study_window(treatment({sys_days{1723y / 1 / 1}, spring.end}));
              }).find("longer than a hundred years; check the dates"),
              std::string::npos);
}

TEST(TimeWeights, AreForPeriodsOfDifferentDays) {
    EXPECT_EQ(wdd_tool::time_weights(10, 10), wdd::TimeWeights{});
    EXPECT_EQ(wdd_tool::time_weights(20, 10), (wdd::TimeWeights{.pre = 20, .post = 10}));
}
