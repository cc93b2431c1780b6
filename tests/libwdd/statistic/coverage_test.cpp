// SPDX-License-Identifier: MIT
#include "wdd/coverage.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono;
using wdd::DayTotals;
using wdd::Period;

constexpr Period year_2022{sys_days{year(2022) / 1 / 1}, sys_days{year(2022) / 12 / 31}};

DayTotals every_day(const Period& period, std::int64_t incidents) {
    DayTotals days;
    for (auto day = period.start; day <= period.end; day += std::chrono::days(1)) {
        days[day] = incidents;
    }
    return days;
}

void remove_month(DayTotals& totals, unsigned month) {
    std::erase_if(totals, [month](const auto& day) {
        return year_month_day(day.first).month() == std::chrono::month(month);
    });
}

TEST(CoveredSpan, GoesFromTheFirstToTheLastDay) {
    const wdd::CoveredSpan span = wdd::covered_span(every_day(year_2022, 2));
    EXPECT_EQ(span.days, year_2022);
    EXPECT_TRUE(span.strays.empty());
    EXPECT_FALSE(wdd::covered_span({}).days);
}

TEST(CoveredSpan, IsNotDecidedByStrays) {
    DayTotals days = every_day(year_2022, 2);
    days[sys_days{year(2019) / 5 / 4}] = 1;
    days[sys_days{year(2032) / 1 / 1}] = 1;
    days[sys_days{year(1900) / 1 / 1}] = 500; // a placeholder, however many have it
    const wdd::CoveredSpan span = wdd::covered_span(days);
    EXPECT_EQ(span.days, year_2022);
    ASSERT_EQ(span.strays.size(), 3U);
    EXPECT_EQ(span.strays.front(), (wdd::StrayDate{sys_days{year(1900) / 1 / 1}, 500}));
}

TEST(CoveredSpan, KeepsTheFewIncidentsOfAQuietPlace) {
    const DayTotals days{{sys_days{year(2020) / 1 / 5}, 1},
                         {sys_days{year(2020) / 9 / 5}, 1},
                         {sys_days{year(2021) / 3 / 5}, 1},
                         {sys_days{year(2022) / 1 / 5}, 1}};
    EXPECT_EQ(wdd::covered_span(days).days,
              (Period{sys_days{year(2020) / 1 / 5}, sys_days{year(2022) / 1 / 5}}));
}

TEST(MissingMonths, AreThoseWithoutIncidentsWhereThereAreMany) {
    DayTotals days = every_day(year_2022, 2);
    remove_month(days, 5);
    const auto missing = wdd::missing_months(days, days, year_2022);
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0], (Period{sys_days{year(2022) / 5 / 1}, sys_days{year(2022) / 5 / 31}}));
}

TEST(MissingMonths, AreThoseWithASuddenDrop) {
    DayTotals days = every_day(year_2022, 2);
    remove_month(days, 5);
    days[sys_days{year(2022) / 5 / 20}] = 4;
    EXPECT_EQ(wdd::missing_months(days, days, year_2022).size(), 1U);
    days[sys_days{year(2022) / 5 / 20}] = 12; // a fifth of the usual
    EXPECT_TRUE(wdd::missing_months(days, days, year_2022).empty());
}

TEST(MissingMonths, OfAQuietPlaceAreToldByTheLayer) {
    DayTotals near;
    for (unsigned month = 1; month <= 12; ++month) {
        near[sys_days{year(2022) / std::chrono::month(month) / 10}] = 3;
    }
    remove_month(near, 5);
    DayTotals layer = every_day(year_2022, 20);
    EXPECT_TRUE(wdd::needs_the_layer(near, year_2022));
    EXPECT_TRUE(wdd::missing_months(near, layer, year_2022).empty());
    remove_month(layer, 5);
    EXPECT_EQ(wdd::missing_months(near, layer, year_2022).size(), 1U);
}

TEST(MissingMonths, AreAllOthersWhereTheLayerHasOneMonth) {
    DayTotals layer = every_day({sys_days{year(2022) / 7 / 1}, sys_days{year(2022) / 7 / 31}}, 5);
    const DayTotals near{{sys_days{year(2022) / 7 / 10}, 3}};
    EXPECT_TRUE(wdd::needs_the_layer(near, year_2022));
    EXPECT_EQ(wdd::missing_months(near, layer, year_2022).size(), 11U);
    EXPECT_EQ(wdd::missing_months(layer, layer, year_2022).size(), 11U);
    // The layer goes on: it is the place where crime was seen in one month only.
    EXPECT_TRUE(wdd::missing_months(near, every_day(year_2022, 5), year_2022).empty());
    EXPECT_TRUE(wdd::missing_months(near, near, year_2022).empty()); // three may be chance
}

TEST(MissingMonths, LeaveTheRestOfAPeriod) {
    const std::vector<Period> may{{sys_days{year(2022) / 5 / 1}, sys_days{year(2022) / 5 / 31}}};
    const auto rest =
        wdd::without({sys_days{year(2022) / 4 / 11}, sys_days{year(2022) / 6 / 10}}, may);
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(wdd::days_in(rest), 30);
    EXPECT_TRUE(wdd::without(may[0], may).empty());
    EXPECT_EQ(wdd::without(year_2022, {}), std::vector{year_2022});
}

} // namespace
