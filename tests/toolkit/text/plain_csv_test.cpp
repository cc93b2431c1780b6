// SPDX-License-Identifier: MIT
#include "toolkit/text/plain_csv.hpp"

#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "toolkit/text/csv_dialect.hpp"
#include "toolkit/text/csv_records.hpp"
#include "toolkit/text/unicode.hpp"

namespace {

using testing::ElementsAre;
using toolkit::rewritten_csv;

std::string refusal(const std::string& table) {
    try {
        rewritten_csv(table);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "read";
}

std::string in_utf16(const std::string& ascii, bool little) {
    std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char c : ascii) {
        bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
    }
    return bytes;
}

} // namespace

TEST(PlainCsv, LeavesWhatGdalReads) {
    for (const char* table : {"id,lon\n1,-87.6\n", "id\tlon\n1\t-87.6\n", "id;lon\n1;-87.6\n",
                              "\xEF\xBB\xBFid,lon\n1,2\n", "date\n2020-01-01\n", "id,a;b\n1,x\n",
                              "id,text\n1,\"a;b\"\n2,\"c\nd\"\n", "id,lon\n1,2,\n3,4,\n", ""}) {
        EXPECT_EQ(rewritten_csv(table), std::nullopt) << table;
    }
}

TEST(PlainCsv, KnowsTheSeparatorsThatPeopleUse) {
    const std::string plain = "id,place\n1,\"a,b\"\n";
    EXPECT_EQ(rewritten_csv("id|place\n1|a,b\n"), plain);
    EXPECT_EQ(rewritten_csv("sep=;\nid;place\n1;a,b\n"), plain);
    EXPECT_EQ(rewritten_csv("sep=|\r\nid|place\r\n1|a,b\r\n"), plain);
    EXPECT_EQ(rewritten_csv("Crimes of May\n\nid;place\n1;a,b\n"), plain);
}

TEST(PlainCsv, ReadsUtf16OfBothOrders) {
    EXPECT_EQ(rewritten_csv(in_utf16("id\tx\n1\t2\n", true)), "id,x\n1,2\n");
    EXPECT_EQ(rewritten_csv(in_utf16("id\tx\n1\t2\n", false)), "id,x\n1,2\n");
    EXPECT_THAT(refusal(in_utf16("id,x\n", true) + "!"), testing::HasSubstr("UTF-16"));
    using namespace std::string_literals;
    EXPECT_EQ(toolkit::utf8_from_utf16("\xE9\0\xAC\x20\x3D\xD8\x00\xDE"s,
                                       toolkit::Encoding::utf16_little),
              "\u00E9\u20AC\U0001F600");
    EXPECT_EQ(toolkit::utf8_from_utf16("\x3D\xD8\x41\0"s, toolkit::Encoding::utf16_little),
              std::nullopt);
}

TEST(PlainCsv, TakesACommaForAPointOnlyWhereTheColumnProvesIt) {
    EXPECT_EQ(rewritten_csv("a;b\n1,5;x,y\n-87,635;z\n;w\nNA;v\n"),
              "a,b\n1.5,\"x,y\"\n-87.635,z\n,w\nNA,v\n");
    EXPECT_EQ(rewritten_csv("a;b\n0,635;1\n"), "a,b\n0.635,1\n");
    EXPECT_EQ(rewritten_csv("a;b\n87,635;1\n12,001;2\n"), std::nullopt); // thousands, perhaps
    EXPECT_EQ(rewritten_csv("a;b\n1,5;1\n1.5;2\n"), std::nullopt);
}

TEST(PlainCsv, FindsTheHeaderBelowTitles) {
    EXPECT_EQ(rewritten_csv("Crime report exported 2023-07-01\n\nid,date\n1,2023-01-01\n"),
              "id,date\n1,2023-01-01\n");
    EXPECT_EQ(rewritten_csv("Crime report\nid,date\n1,2023-01-01\n"), "id,date\n1,2023-01-01\n");
    EXPECT_EQ(rewritten_csv("Report, 2023\n\nid,date,x\n1,2023-01-01,3\n"),
              "id,date,x\n1,2023-01-01,3\n");
    // No line names the columns: nothing is guessed.
    EXPECT_EQ(rewritten_csv("Crime report\n\n1,2023-01-01\n2,2023-01-02\n"), std::nullopt);
}

TEST(PlainCsv, RefusesWhatCanBeReadInTwoWays) {
    EXPECT_THAT(refusal("a;b,c;d\n1;2,3;4\n"), testing::HasSubstr("',' or by ';'"));
    EXPECT_THAT(refusal("Title\n\na,b;c,d\nx,y;z,v\n"), testing::HasSubstr("below its title"));
    EXPECT_THAT(refusal("id,lon\n\"1\",4,-87.6\n\"2\",5,-87.5\n"), testing::HasSubstr("row names"));
    EXPECT_THAT(refusal("a|b\n1|\"open\n2|3\n"), testing::HasSubstr("not closed"));
}

TEST(PlainCsv, QuotationMarksCountAtTheBeginningOfACell) {
    toolkit::CsvRecords records("6' 2\"|\"a \"\"b\"\"|\nc\"\r\n\r\nend", '|');
    ASSERT_TRUE(records.next());
    EXPECT_THAT(records.cells(), ElementsAre("6' 2\"", "a \"b\"|\nc"));
    ASSERT_TRUE(records.next());
    EXPECT_TRUE(records.is_empty());
    ASSERT_TRUE(records.next());
    EXPECT_THAT(records.cells(), ElementsAre("end"));
    EXPECT_FALSE(records.next());
}
