// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "crims_tool/people/age_group.hpp"
#include "crims_tool/people/sex.hpp"

namespace {

using crims_tool::AgeGroup;
using crims_tool::read_age;
using crims_tool::Sex;

TEST(AgeGroup, is_read_as_tables_write_it) {
    constexpr int no_end = AgeGroup::no_end;
    const std::pair<const char*, AgeGroup> cases[] = {
        {"16", {16, 16}},
        {"Age 16", {16, 16}},
        {"Aged 4 years", {4, 4}},
        {"Age under 1", {0, 0}},
        {"Under 16", {0, 15}},
        {"Age 0 to 15", {0, 15}},
        {"16-29", {16, 29}},
        {"16–29", {16, 29}},
        {" 16 - 29 ", {16, 29}},
        {"85+", {85, no_end}},
        {"Age 85 and over", {85, no_end}},
        {"90 and over", {90, no_end}},
        {"90 or older", {90, no_end}},
        {"All categories: Age", {0, no_end}},
        {"All-Ages", {0, no_end}},
        {"Total", {0, no_end}},
    };
    for (const auto& [text, age] : cases) {
        EXPECT_EQ(read_age(text), age) << text;
    }
}

TEST(AgeGroup, is_not_guessed) {
    for (const char* text : {"", "Oct-15", "29-16", "1234", "young", "16-29-44", "All 16", "16.5",
                             "under 0", "16 to 29 and over", "-", "16/29"}) {
        EXPECT_FALSE(read_age(text)) << text;
    }
}

TEST(AgeGroup, is_written_so_that_it_is_read_again) {
    for (const AgeGroup& age : {AgeGroup{0, 0}, AgeGroup{16, 29}, AgeGroup{85, AgeGroup::no_end},
                                AgeGroup{0, AgeGroup::no_end}}) {
        EXPECT_EQ(read_age(crims_tool::age_text(age)), age);
    }
}

TEST(Sex, is_read_as_tables_write_it) {
    EXPECT_EQ(crims_tool::read_sex("Males"), Sex::male);
    EXPECT_EQ(crims_tool::read_sex(" F "), Sex::female);
    EXPECT_EQ(crims_tool::read_sex("2"), Sex::female);
    EXPECT_EQ(crims_tool::read_sex("All persons"), Sex::all);
    EXPECT_FALSE(crims_tool::read_sex("M/F"));
    EXPECT_FALSE(crims_tool::read_sex(""));
}

} // namespace
