// SPDX-License-Identifier: MIT
#include "toolkit/time/date_parts.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using std::chrono::sys_days;
using std::chrono::year;

std::optional<toolkit::DateText> read(const std::vector<std::string_view>& parts) {
    return toolkit::read_date_parts(parts);
}

} // namespace

TEST(DateParts, make_a_day) {
    for (const auto& parts : {std::vector<std::string_view>{"2023", "3", "5"},
                              {"2023", "03", "05"},
                              {"2023.0", "3.0", "5.00"},
                              {"2023", "March", "5"},
                              {" 2023", "mar ", "5"}}) {
        const auto date = read(parts);
        ASSERT_TRUE(date) << parts[1];
        EXPECT_EQ(date->day, sys_days(year(2023) / 3 / 5));
        EXPECT_FALSE(date->month_only);
        EXPECT_FALSE(date->has_time);
    }
}

TEST(DateParts, without_a_day_are_a_month) {
    const auto date = read({"2023", "12"});
    ASSERT_TRUE(date);
    EXPECT_EQ(date->day, sys_days(year(2023) / 12 / 1));
    EXPECT_TRUE(date->month_only);
}

TEST(DateParts, that_are_no_date_are_refused) {
    for (const auto& parts : {std::vector<std::string_view>{"2023", "13", "5"},
                              {"2023", "2", "30"},
                              {"23", "2", "3"},
                              {"2023", "2", "3.5"},
                              {"2023", "2-3", "4"},
                              {"2023", "2", "3 10:00"},
                              {"2023", "", "3"},
                              {"2023", "0"},
                              {"2023", "2.5"}}) {
        EXPECT_FALSE(read(parts)) << parts[1] << ' ' << parts.back();
    }
}
