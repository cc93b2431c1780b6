// SPDX-License-Identifier: MIT
#include "toolkit/text/blanks.hpp"

#include <gtest/gtest.h>

namespace {

using toolkit::is_blank;
using toolkit::trimmed;

TEST(Blanks, AreTakenFromBothEndsAndNotFromTheMiddle) {
    EXPECT_EQ(trimmed(" \t\r\n\v\fa b\r\n"), "a b");
    EXPECT_EQ(trimmed("a"), "a");
    EXPECT_EQ(trimmed(" \n"), "");
    EXPECT_EQ(trimmed(""), "");
}

TEST(Blanks, AreNoOtherBytes) {
    EXPECT_TRUE(is_blank(""));
    EXPECT_TRUE(is_blank(" \t"));
    EXPECT_FALSE(is_blank(std::string_view("\0", 1)));
    EXPECT_FALSE(is_blank("\u00a0"));
}

} // namespace
