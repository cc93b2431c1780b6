// SPDX-License-Identifier: MIT
#include "toolkit/layers/condition.hpp"

#include <string>

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

TEST(Condition, MayCompareAFieldWithAText) {
    for (const char* condition : {"NAME='a b'", "(NAME = 'a b')", "( \"NAME\"  =  'a b' )"}) {
        const auto compared = toolkit::equal_text(condition);
        ASSERT_TRUE(compared) << condition;
        EXPECT_EQ(compared->field, "NAME");
        EXPECT_EQ(compared->text, "a b");
    }
    for (const char* condition :
         {"NAME = 1", "NAME <> 'a'", "NAME >= 'a'", "a = 'b' OR c = 'd'", "a = 'O''Brien'",
          "upper(a) = 'b'", "(a='b') AND (c='d')", "", "="}) {
        EXPECT_FALSE(toolkit::equal_text(condition)) << condition;
    }
}

TEST(Condition, HintsAtArcGisDatesWhereverTheyStand) {
    for (const char* condition :
         {"day >= date '2023-02-03'", "day<TIMESTAMP'2023-02-03 00:00:00'", "Date  ' 2023-02-03'",
          "kind = 'burglary' AND (day >= date '2023-02-03')"}) {
        const std::string hint = toolkit::hint_on_dates(condition);
        EXPECT_NE(hint.find("FIELD >= '2023-02-03'"), std::string::npos) << condition;
    }
    EXPECT_TRUE(toolkit::hint_on_dates("DATE '2023-02-03'").starts_with("the word 'DATE' before"));
}

TEST(Condition, HintsAtNothingElse) {
    for (const char* condition : {"", "day >= '2023-02-03'", "update '2023-02-03'",
                                  "my_date '2023-02-03'", "date '3.2.2023'", "date '2023-02-0",
                                  "date '2023-02-03", "date = '2023-02-03'", "date '"}) {
        EXPECT_EQ(toolkit::hint_on_dates(condition), "") << condition;
    }
}

} // namespace
