// SPDX-License-Identifier: MIT
#include "toolkit/text/option_mentions.hpp"

#include <gtest/gtest.h>

namespace {

const toolkit::OptionNames dialog{{"--where", "“Only where”"},
                                  {"--route", "“Route”"},
                                  {"crims calibrate", "“Calibrate”"},
                                  {"crims calibrate --zones", "“Zones” of “Calibrate”"}};

} // namespace

TEST(OptionMentions, stand_as_typed_on_a_command_line) {
    EXPECT_EQ(toolkit::as_typed("choose one with ⟨--where⟩, or ⟨--route points⟩"),
              "choose one with --where, or --route points");
    EXPECT_EQ(toolkit::as_typed(""), "");
    EXPECT_EQ(toolkit::as_typed("⟨crims calibrate --zones⟩"), "crims calibrate --zones");
}

TEST(OptionMentions, have_the_names_of_a_dialog) {
    EXPECT_EQ(toolkit::with_names("choose one with ⟨--where⟩", dialog),
              "choose one with “Only where”");
    EXPECT_EQ(toolkit::with_names("see ⟨--route points⟩", dialog), "see “Route” set to points");
    EXPECT_EQ(toolkit::with_names("⟨crims calibrate⟩; ⟨crims calibrate --zones⟩", dialog),
              "“Calibrate”; “Zones” of “Calibrate”");
    EXPECT_EQ(toolkit::with_names("⟨--other⟩ of ⟨wdd test⟩", dialog), "--other of wdd test");
}

TEST(OptionMentions, leave_what_nobody_marked) {
    EXPECT_EQ(toolkit::with_names("field '--where' of '⟨half", dialog),
              "field '--where' of '⟨half");
    EXPECT_EQ(toolkit::with_names("half⟩ and ⟨--where⟩", dialog), "half⟩ and “Only where”");
    EXPECT_EQ(toolkit::with_names("⟨ ⟨--where⟩", dialog), "⟨ “Only where”");
}
