// SPDX-License-Identifier: MIT
#include "toolkit/time/period_text.hpp"

#include <gtest/gtest.h>

namespace toolkit {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;

sys_days date(int y, unsigned m, unsigned d) {
    return year(y) / month(m) / day(d);
}

TEST(PeriodText, WholeMonthsAreNamedWithoutDays) {
    EXPECT_EQ(short_period(date(2023, 1, 1), date(2023, 6, 30)), "Jan to Jun 2023");
    EXPECT_EQ(short_period(date(2022, 11, 1), date(2023, 2, 28)), "Nov 2022 to Feb 2023");
    EXPECT_EQ(short_period(date(2024, 2, 1), date(2024, 2, 29)), "Feb 2024");
    EXPECT_EQ(short_period(date(2023, 1, 1), date(2024, 1, 31)), "Jan 2023 to Jan 2024");
}

TEST(PeriodText, OtherPeriodsAreNamedByTheirDays) {
    EXPECT_EQ(short_period(date(2023, 1, 14), date(2023, 2, 3)), "14 Jan to 3 Feb 2023");
    EXPECT_EQ(short_period(date(2024, 2, 1), date(2024, 2, 28)), "1 Feb to 28 Feb 2024");
    EXPECT_EQ(short_period(date(2023, 12, 31), date(2024, 1, 1)), "31 Dec 2023 to 1 Jan 2024");
    EXPECT_EQ(short_period(date(2023, 7, 4), date(2023, 7, 4)), "4 Jul 2023");
}

} // namespace
} // namespace toolkit
