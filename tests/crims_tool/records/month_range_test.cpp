// SPDX-License-Identifier: MIT
#include "crims_tool/records/month_range.hpp"

#include <gtest/gtest.h>

#include "toolkit/text/errors.hpp"

using crims_tool::month_text;
using crims_tool::read_month;
using std::chrono::year;

TEST(MonthRange, holds_both_ends) {
    const crims_tool::MonthRange range{year(2019) / 11, year(2020) / 2};
    EXPECT_NO_THROW(crims_tool::require_ordered(range));
    EXPECT_EQ(range.size(), 4U);
    EXPECT_EQ(range.number(year(2020) / 1), 2U);
    EXPECT_TRUE(range.contains(year(2020) / 2));
    EXPECT_FALSE(range.contains(year(2020) / 3));
    EXPECT_EQ(crims_tool::months_text(range), "2019-11 to 2020-02");
}

TEST(MonthRange, the_wrong_way_round_is_refused) {
    EXPECT_THROW(crims_tool::require_ordered({year(2020) / 2, year(2020) / 1}),
                 toolkit::UsageError);
}

TEST(MonthRange, months_are_years_and_months_and_nothing_else) {
    EXPECT_EQ(read_month("2020-11"), year(2020) / 11);
    for (const char* text : {"", "2020", "2020-11-01", "2020-13", "2020-00", "11-2020", "2020/11",
                             "2020-1 ", " 020-11", "-020-11", "2020-+1"}) {
        EXPECT_FALSE(read_month(text)) << text;
    }
    EXPECT_EQ(month_text(year(2020) / 3), "2020-03");
}

TEST(MonthList, has_single_months_and_ranges_in_order_and_each_once) {
    using Months = std::vector<crims::Month>;
    const auto list = [](const char* text) { return crims_tool::parse_month_list(text, "--x"); };
    EXPECT_EQ(list("2020-11"), (Months{year(2020) / 11}));
    EXPECT_EQ(list("2020-11,2019-12..2020-02,2020-01"),
              (Months{year(2019) / 12, year(2020) / 1, year(2020) / 2, year(2020) / 11}));
    EXPECT_EQ(list("2020-11..2020-11"), (Months{year(2020) / 11}));
    for (const char* text : {"", ",", "2020-11,", "2020-12..2020-11", "2020-11..", "..2020-11",
                             "2020-11-2020-12", "2020-11;2020-12", "2020-13"}) {
        EXPECT_THROW(list(text), toolkit::UsageError) << text;
    }
}
