// SPDX-License-Identifier: MIT
#include "toolkit/system/publishing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "toolkit/system/system_folder.hpp"

namespace {

using namespace toolkit;

std::string content_of(const std::string& path) {
    std::ifstream file(native_path(path), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Publishing, AFileTakesThePlaceOfAnother) {
    const SystemFolder folder;
    const std::string part = folder.made("ä.part", "new");
    const std::string file = folder.made("ä.csv", "old");
    EXPECT_TRUE(can_be_replaced(file));
    EXPECT_TRUE(sync_file_for(part, file));
    EXPECT_TRUE(rename_over(part, file));
    EXPECT_EQ(content_of(file), "new");
    EXPECT_FALSE(path_exists(part));
}

TEST(Publishing, ANewFileReplacesNone) {
    const SystemFolder folder;
    const std::string part = folder.made("ä.part", "new");
    const std::string file = folder.made("ä.csv", "old");
    EXPECT_FALSE(rename_to_new(part, file));
    EXPECT_EQ(content_of(file), "old");
    remove_file(file);
    EXPECT_TRUE(rename_to_new(part, file));
    EXPECT_EQ(content_of(file), "new");
}

TEST(Publishing, AnEmptyFileGivesWayAndNoOther) {
    const SystemFolder folder;
    const std::string part = folder.made("ä.part", "new");
    const std::string full = folder.made("full.csv", "old");
    const std::string empty = folder.made("empty.csv", "");
    EXPECT_FALSE(rename_over_empty(part, full));
    EXPECT_FALSE(rename_over_empty(part, folder.file("no such")));
    EXPECT_TRUE(rename_over_empty(part, empty));
    EXPECT_EQ(content_of(empty), "new");
}

TEST(Publishing, WhatAnotherProgramHasOpenIsReplacedOrSaidToBeInUse) {
    const SystemFolder folder;
    const std::string part = folder.made("ä.part", "new");
    const std::string file = folder.made("ä.csv", "old");
    const std::ifstream open(native_path(file));
    const bool possible = can_be_replaced(file);
    EXPECT_EQ(rename_over(part, file), possible);
    if (!possible) { // as on Windows
        EXPECT_EQ(reason_of_failure(),
                  "another program has it open; close it there, or choose another name");
    }
    EXPECT_EQ(content_of(file), possible ? "new" : "old");
}

TEST(Publishing, TheReasonIsInWords) {
    errno = ENOSPC;
    EXPECT_EQ(reason_of_failure(), "No space left on device");
}

TEST(Publishing, AStateTellsAChange) {
    const SystemFolder folder;
    const std::string file = folder.made("ä", "x");
    const auto before = state_of_file(file);
    ASSERT_TRUE(before);
    EXPECT_EQ(state_of_file(file), before);
    folder.made("ä", "longer");
    EXPECT_NE(state_of_file(file), before);
    EXPECT_FALSE(state_of_file(folder.file("no such")));
}

TEST(Publishing, WhereOneMayWrite) {
    const SystemFolder folder;
    EXPECT_TRUE(may_write_folder(folder.path()));
    EXPECT_FALSE(may_write_folder(folder.file("no such")));
    EXPECT_TRUE(may_write_file(folder.made("ä", "x")));
}

TEST(Descriptor, ReadsWhatItWrote) {
    const SystemFolder folder;
    const std::string file = folder.made("ä", "a\nb\r\n\x1a"
                                              "c");
    EXPECT_EQ(content_of(file), "a\nb\r\n\x1a"
                                "c");
    EXPECT_EQ(size_of_file(file), 7U);
    EXPECT_EQ(open_to_write(folder.file("no such")).number(), -1);
    EXPECT_EQ(create_file(folder.file("no such/file")).number(), -1);
    EXPECT_EQ(errno, ENOENT);
}

} // namespace
