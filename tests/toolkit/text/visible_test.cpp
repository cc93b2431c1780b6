// SPDX-License-Identifier: MIT
#include "toolkit/text/visible.hpp"

#include <gtest/gtest.h>

namespace {

using toolkit::visible;
using toolkit::visible_line;

TEST(Visible, WhatATerminalObeysIsAnEscape) {
    EXPECT_EQ(visible("\x1b[2J\x07\r\x7f"), "\\x1b[2J\\x07\\x0d\\x7f");
    EXPECT_EQ(visible("\x1b]0;owned\x07"), "\\x1b]0;owned\\x07"); // an OSC sets the title
    EXPECT_EQ(visible(std::string_view("a\0b", 3)), "a\\x00b");
    EXPECT_EQ(visible("\u009b31m"), "U+009B31m"); // CSI as one character
}

TEST(Visible, MarksThatTurnOrHideATextAreNamed) {
    EXPECT_EQ(visible("gpj.\u202egnp\u202c"), "gpj.U+202EgnpU+202C");
    EXPECT_EQ(visible("\u200e\u200f\u061c\u2066\u2069\u2028\ufeff"),
              "U+200EU+200FU+061CU+2066U+2069U+2028U+FEFF");
    EXPECT_EQ(visible("\U000E0041"), "U+E0041");
}

TEST(Visible, WhatIsNoUtf8IsShownByteByByte) {
    EXPECT_EQ(visible("a\x9b"
                      "b"),
              "a\\x9bb");
    EXPECT_EQ(visible("\xc0\x9b"), "\\xc0\\x9b");          // too long a form of ESC
    EXPECT_EQ(visible("\xed\xa0\x80"), "\\xed\\xa0\\x80"); // half of a pair
    EXPECT_EQ(visible("\xe2\x80"), "\\xe2\\x80");          // cut off
    EXPECT_EQ(visible("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
}

TEST(Visible, OrdinaryTextsStay) {
    const std::string text = "Gr\u00fc\u00dfe, \u6771\u4eac \U0001F600\n\tnext \\x1b";
    EXPECT_EQ(visible(text), text);
    EXPECT_EQ(visible(""), "");
}

TEST(VisibleLine, IsOneLine) {
    EXPECT_EQ(visible_line("a\nb\tc\rd", 100), "a b c\\x0dd");
}

TEST(VisibleLine, KeepsBeginAndEndOfALongText) {
    const std::string line = visible_line("begin" + std::string(100'000, '.') + "end", 400);
    EXPECT_EQ(line.size(), 400U);
    EXPECT_TRUE(line.starts_with("begin."));
    EXPECT_TRUE(line.ends_with(".end"));
    EXPECT_NE(line.find(" [...] "), std::string::npos);
    EXPECT_EQ(visible_line(std::string(400, 'x'), 400), std::string(400, 'x'));
}

TEST(VisibleLine, CutsNoCharacterInTwo) {
    std::string wide;
    for (int i = 0; i < 1000; ++i) {
        wide += "\u20ac"; // three bytes
    }
    for (std::size_t longest = 390; longest < 400; ++longest) {
        const std::string line = visible_line(wide, longest);
        EXPECT_EQ(visible(line), line) << longest; // still UTF-8
        EXPECT_LE(line.size(), longest);
    }
    EXPECT_EQ(visible_line(wide.substr(0, 1200), 400), wide.substr(0, 1200)); // 400 characters
}

} // namespace
