// SPDX-License-Identifier: MIT
#include "toolkit/text/csv_text.hpp"

#include <gtest/gtest.h>

#include "toolkit/text/number.hpp"

TEST(CsvText, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(toolkit::csv_cell("Market Square"), "Market Square");
    EXPECT_EQ(toolkit::csv_cell("theft, other"), "\"theft, other\"");
    EXPECT_EQ(toolkit::csv_cell("the \"Strip\""), "\"the \"\"Strip\"\"\"");
    EXPECT_EQ(toolkit::csv_cell("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(toolkit::csv_cell(""), "");
}

TEST(CsvText, ALineHasCommasBetweenCellsAndAnEnd) {
    EXPECT_EQ(toolkit::csv_line({"a", "", "b,c"}), "a,,\"b,c\"\n");
    EXPECT_EQ(toolkit::csv_line({"only"}), "only\n");
}

TEST(CsvText, ANumberReadsBackTheSame) {
    for (const double value : {0.1, -2.9799859, 1e-300, 1.0 / 3, 123456789012345678.0}) {
        EXPECT_EQ(toolkit::read_number(toolkit::round_trip(value)), value);
    }
    EXPECT_EQ(toolkit::round_trip(12), "12");
}
