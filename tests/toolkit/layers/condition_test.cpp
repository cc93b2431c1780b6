// SPDX-License-Identifier: MIT
#include "toolkit/layers/condition.hpp"

#include <gtest/gtest.h>

namespace {

using toolkit::breaks_out;

TEST(Condition, MayHoldAnyExpression) {
    for (const char* condition :
         {"kind = 'burglary'", "(a = 1) OR (b IN (1, 2))", "name = 'O''Brien (late); --'",
          R"("a)b" = 1)", "[a)b] = 1", "`a;b` = 1", "a - -1 = b / 2 * 3", "a IS NULL", ""}) {
        EXPECT_FALSE(breaks_out(condition)) << condition;
    }
}

TEST(Condition, MayNotEndTheParenthesesAroundIt) {
    EXPECT_TRUE(breaks_out("1=1) or (1=1"));
    EXPECT_TRUE(breaks_out("a = 'x') OR ('y' = 'y'"));
    EXPECT_TRUE(breaks_out("((a = 1)"));
}

TEST(Condition, MayNotHoldASecondStatementOrAComment) {
    EXPECT_TRUE(breaks_out("1=1; DROP TABLE incidents"));
    EXPECT_TRUE(breaks_out("1=1 --"));
    EXPECT_TRUE(breaks_out("1=1 /* the rest"));
}

TEST(Condition, ClosesItsQuotationMarks) {
    EXPECT_TRUE(breaks_out("a = 'x"));
    EXPECT_TRUE(breaks_out("\"a = 1"));
    EXPECT_TRUE(breaks_out("[a = 1"));
}

} // namespace
