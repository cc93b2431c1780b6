// SPDX-License-Identifier: MIT
#include "crims/month_range.hpp"

#include <gtest/gtest.h>

#include "common/errors.hpp"

using crims_tool::month_text;
using crims_tool::parse_months;
using crims_tool::read_month;
using std::chrono::year;

TEST(MonthRange, holds_both_ends) {
    const crims_tool::MonthRange range = parse_months("2019-11", "2020-02");
    EXPECT_EQ(range.size(), 4U);
    EXPECT_EQ(range.number(year(2020) / 1), 2U);
    EXPECT_TRUE(range.contains(year(2020) / 2));
    EXPECT_FALSE(range.contains(year(2020) / 3));
    EXPECT_EQ(crims_tool::months_text(range), "2019-11 to 2020-02");
}

TEST(MonthRange, the_wrong_way_round_is_refused) {
    EXPECT_THROW(parse_months("2020-02", "2020-01"), toolkit::UsageError);
    EXPECT_THROW(parse_months("2020-02-01", "2020-03"), toolkit::UsageError);
}

TEST(MonthRange, months_are_years_and_months_and_nothing_else) {
    EXPECT_EQ(read_month("2020-11"), year(2020) / 11);
    for (const char* text : {"", "2020", "2020-11-01", "2020-13", "2020-00", "11-2020", "2020/11",
                             "2020-1 ", " 020-11", "-020-11", "2020-+1"}) {
        EXPECT_FALSE(read_month(text)) << text;
    }
    EXPECT_EQ(month_text(year(2020) / 3), "2020-03");
}
