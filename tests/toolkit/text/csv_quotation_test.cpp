// SPDX-License-Identifier: MIT
#include "toolkit/text/csv_quotation.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string_view>

using toolkit::QuotationMarks;

namespace {

/// Read in pieces of so many bytes.
std::optional<std::size_t> unclosed_on(std::string_view table, std::size_t piece) {
    QuotationMarks marks;
    for (std::size_t at = 0; at < table.size(); at += piece) {
        marks.read(table.substr(at, piece));
    }
    return marks.unclosed_on();
}

} // namespace

TEST(QuotationMarks, at_the_ends_of_a_cell_may_hold_lines) {
    for (const std::string_view table :
         {"", "a,b\n", "a,\"b\"\n", "\"a\",\"b\nc\"\n1,2\n", "a\n\"x\r\ny\"",
          "\xEF\xBB\xBF\"a\nb\",c\n", "a;\"b\n\"\"c\"\"\n\"\nd", "a\t \"b\n\" \n",
          "a,\"\"\n\"\n\"\n", "5\" by 7\" plate,2\nb,3\n"}) {
        EXPECT_EQ(unclosed_on(table, 1), std::nullopt) << table;
        EXPECT_EQ(unclosed_on(table, 1000), std::nullopt) << table;
    }
}

TEST(QuotationMarks, that_would_hide_rows_are_told_with_their_line) {
    struct Case {
        std::string_view table;
        std::size_t line;
    };

    for (const Case& c : {
             Case{"a,b\n1,\"x\n2,3\n", 2},                  // to the end of the table
             Case{"a,b\n1,5\" pipe\n2,3\n4,5\n", 2},        // within a cell
             Case{"a,b\n1,5\" pipe\n2,3\n4,7\" pipe\n", 2}, // and one more that seems to close it
             Case{"a,b\n1,\"x\n2,\"y\"\n3,4\n", 2}, // the next cell's mark seems to close it
             Case{"a,b\n1,\"x\ny\"\n3,\"z", 4},
             Case{"a,b\n1,5\"\n2,3\"", 2},
             Case{"a,b\n1,12 \" pipe\n2,3\n4,8 \" pipe\n", 2},
         }) {
        EXPECT_EQ(unclosed_on(c.table, 1), c.line) << c.table;
        EXPECT_EQ(unclosed_on(c.table, 1000), c.line) << c.table;
    }
}
