// SPDX-License-Identifier: MIT
#include "toolkit/system/process.hpp"

#include <gtest/gtest.h>

#include "toolkit/system/scratch_path.hpp"

namespace {

using namespace toolkit;

TEST(Process, ThisOneRunsAndOneThatNeverWasDoesNot) {
    EXPECT_TRUE(is_running(process_number()));
    EXPECT_FALSE(is_running((1 << 22) - 4)); // the most that Linux counts to; Windows' are fewer
}

TEST(Process, ThePlaceStaysTheSame) {
    EXPECT_FALSE(place_of_processes().empty());
    EXPECT_EQ(place_of_processes(), place_of_processes());
}

TEST(Process, WhatIsNotSetIsEmpty) {
    EXPECT_EQ(environment_variable("CRIMEKIT_NO_SUCH_VARIABLE"), "");
    EXPECT_NE(environment_variable("PATH"), "");
}

TEST(ScratchPath, GivesBackWhatALibraryWrote) {
    const ScratchPath place;
    ASSERT_NE(place.path(), "");
    std::FILE* file = std::fopen(place.path().c_str(), "wb");
    ASSERT_NE(file, nullptr);
    std::fputs("a\nb", file);
    std::fclose(file);
    EXPECT_EQ(place.content(), "a\nb");
}

} // namespace
