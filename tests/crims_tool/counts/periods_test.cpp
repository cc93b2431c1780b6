// SPDX-License-Identifier: MIT
#include "crims_tool/counts/periods.hpp"

#include <gtest/gtest.h>

#include <vector>

using crims_tool::CountPeriods;
using crims_tool::MonthRange;
using crims_tool::PeriodKind;

namespace {

constexpr MonthRange range_of(int from_year, unsigned from, int to_year, unsigned to) {
    return {std::chrono::year(from_year) / std::chrono::month(from),
            std::chrono::year(to_year) / std::chrono::month(to)};
}

/// Each day of the range lies in the span of its period, and each period has as many days as it
/// says.
void check_every_day(const CountPeriods& periods) {
    std::vector<int> days(periods.size());
    for (auto day = periods.whole().first; day <= periods.whole().last;
         day += std::chrono::days(1)) {
        const std::size_t number = periods.number(day);
        ASSERT_LT(number, periods.size());
        EXPECT_LE(periods.span(number).first, day);
        EXPECT_GE(periods.span(number).last, day);
        ++days[number];
    }
    for (std::size_t i = 0; i < days.size(); ++i) {
        EXPECT_EQ(periods.span(i).days(), days[i]) << periods.name(i);
        EXPECT_GT(days[i], 0);
    }
}

} // namespace

TEST(CountPeriods, EachDayIsInOnePeriod) {
    for (const MonthRange& range :
         {range_of(2020, 1, 2020, 2), range_of(2019, 12, 2021, 3), range_of(2021, 2, 2021, 2)}) {
        check_every_day(CountPeriods(PeriodKind::month, range));
        check_every_day(CountPeriods(PeriodKind::week, range));
    }
}

TEST(CountPeriods, WeeksAreNamedByTheirMonday) {
    const CountPeriods periods(PeriodKind::week, range_of(2020, 1, 2020, 1)); // from a Wednesday
    ASSERT_EQ(periods.size(), 5U);
    EXPECT_EQ(periods.name(0), "2019-12-30");
    EXPECT_EQ(periods.span(0).days(), 5);
    EXPECT_EQ(periods.name(4), "2020-01-27");
    EXPECT_EQ(periods.span(4).days(), 5);
}

TEST(CountPeriods, AMonthThatIsWholeWeeksHasNoOthers) {
    const CountPeriods periods(PeriodKind::week, range_of(2021, 2, 2021, 2)); // from a Monday
    ASSERT_EQ(periods.size(), 4U);
    EXPECT_EQ(periods.span(0).days(), 7);
    EXPECT_EQ(periods.span(3).days(), 7);
}

TEST(CountPeriods, MonthsAreNamedAsMonths) {
    const CountPeriods periods(PeriodKind::month, range_of(2019, 12, 2020, 2));
    ASSERT_EQ(periods.size(), 3U);
    EXPECT_EQ(periods.name(0), "2019-12");
    EXPECT_EQ(periods.name(2), "2020-02");
    EXPECT_EQ(periods.span(2).days(), 29);
}
