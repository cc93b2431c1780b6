// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/families.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libwdd/polygons.hpp"
#include "toolkit/refusal.hpp"
#include "toolkit/text/errors.hpp"

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using testing::HasSubstr;
using wdd::Period;
using wdd::PlaceboStep;
using wdd_tool::DateOptions;
using wdd_tool::TestedFamily;

namespace {

wdd::Area square(double x) {
    const std::vector<wdd::Wkb> polygons{polygons::wkb({polygons::square(x, 0, 10)})};
    return wdd::Area::dissolve(polygons);
}

/// 100 days with two incidents a day in the response area and one in the control area; the
/// treatment is days 91 to 100 and halves the response area's.
class DatePlacebos : public testing::Test {
  protected:
    static constexpr sys_days first{2023y / 1 / 1};
    static constexpr Period post{first + days{90}, first + days{99}};
    static constexpr Period pre{first + days{80}, first + days{89}};

    void SetUp() override {
        m_counted.dates = Period{first, post.end};
        for (sys_days day = first; day <= post.end; day += days{1}) {
            for (int i = 0; i < (post.contains(day) ? 1 : 2); ++i) {
                m_counted.daily.add(day, zone_bit(wdd::Zone::treated));
            }
            m_counted.daily.add(day, zone_bit(wdd::Zone::control));
        }
        m_evaluation.periods = wdd::StudyPeriods{pre, post};
        m_evaluation.counts = m_counted.daily.counts(pre, post, wdd::OverlapRule::clip);
        m_evaluation.statistic = wdd::weighted_displacement_difference(m_evaluation.counts);
    }

    TestedFamily tested(const DateOptions& options) const {
        return wdd_tool::test_dates({m_areas, m_counted, m_evaluation, wdd::OverlapRule::clip},
                                    options);
    }

    wdd_tool::CountedIncidents m_counted{
        .daily = wdd::DailyCounts({first, post.end}), .tally = {}, .dates = {}};

  private:
    const toolkit::Crs m_crs = toolkit::Crs::from_text("EPSG:27700", "test");
    const wdd_tool::StudyAreas m_areas{.response = square(0),
                                       .control = square(100),
                                       .distance_text = "",
                                       .crs = m_crs,
                                       .output_crs = m_crs,
                                       .treatment = post,
                                       .warnings = {},
                                       .notes = {}};
    wdd::Evaluation m_evaluation;
};

} // namespace

TEST_F(DatePlacebos, CountEachEarlierDateAsTheStudyDoes) {
    const TestedFamily family = tested({.at_most = 0, .step = PlaceboStep::period, .from = {}});
    ASSERT_EQ(family.placebos.size(), 8U); // starts on days 81, 71, ... 11
    EXPECT_EQ(family.placebos.front().periods.post, pre);
    EXPECT_EQ(family.placebos.back().periods.pre.start, first);
    for (const wdd_tool::Placebo& placebo : family.placebos) {
        EXPECT_EQ(placebo.counts.treated.pre, 20);
        EXPECT_EQ(placebo.counts.treated.post, 20);
        EXPECT_EQ(placebo.statistic.total.estimate, 0);
    }
    EXPECT_EQ(family.summary.distribution.at_or_below, 0U); // the study's z is below all
}

TEST_F(DatePlacebos, JudgeOnlyByThoseThatShareNoDay) {
    const TestedFamily family = tested({.at_most = 0, .step = PlaceboStep::day, .from = {}});
    EXPECT_EQ(family.placebos.size(), 71U); // treatment from day 81 back to day 11
    EXPECT_EQ(family.summary.distribution.z.size(), 71U);
    EXPECT_EQ(family.summary.apart.z.size(), 4U); // of twenty days each, in eighty
    EXPECT_EQ(verdict_of(family.summary), wdd::PlaceboVerdict::too_few);
}

TEST_F(DatePlacebos, SayWhatWasAskedForAndWhatThereIs) {
    const TestedFamily family = tested({.at_most = 50, .step = PlaceboStep::period, .from = {}});
    ASSERT_EQ(family.summary.how.size(), 1U);
    EXPECT_THAT(family.summary.how.front(), HasSubstr("50 were asked for; the data hold no more."));
}

TEST_F(DatePlacebos, AreRefusedWhereTheDataBeginTooLate) {
    const DateOptions late{.at_most = 0, .step = PlaceboStep::week, .from = pre.start};
    EXPECT_THAT(refusal_of<toolkit::DataError>([&] { tested(late); }),
                HasSubstr("no earlier date can be tried"));
}

TEST_F(DatePlacebos, OfMonthDatesLieWholeMonthsApart) {
    m_counted.tally.month_only = true;
    const DateOptions weeks{.at_most = 0, .step = PlaceboStep::week, .from = {}};
    EXPECT_THAT(refusal_of<toolkit::DataError>([&] { tested(weeks); }),
                HasSubstr("use --date-step month, year or period"));
}

TEST(ComparablePlaces, HaveAtMostSoManyTimesMoreOrFewerIncidents) {
    const wdd_tool::Comparable comparable{.factor = 2};
    EXPECT_TRUE(comparable(50, 100));
    EXPECT_TRUE(comparable(200, 100));
    EXPECT_FALSE(comparable(49, 100));
    EXPECT_FALSE(comparable(201, 100));
}
