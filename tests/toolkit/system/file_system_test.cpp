// SPDX-License-Identifier: MIT
#include "toolkit/system/file_system.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "toolkit/system/system_folder.hpp"

namespace {

using namespace toolkit;

TEST(FileSystem, NamesInAnyScriptAreFoundAgain) {
    const SystemFolder folder;
    const std::string file = folder.made("Größe 多.csv", "1,2\n");
    EXPECT_TRUE(path_exists(file));
    EXPECT_TRUE(is_regular_file(file));
    EXPECT_EQ(size_of_file(file), 4U);
    EXPECT_EQ(paths_in(folder.path()), std::vector{file});
    remove_file(file);
    EXPECT_FALSE(path_exists(file));
}

TEST(FileSystem, AFolderIsMadeOnce) {
    const SystemFolder folder;
    EXPECT_FALSE(make_folder(folder.file("ä")));
    EXPECT_EQ(make_folder(folder.file("ä")), std::errc::file_exists);
    EXPECT_FALSE(make_folders(folder.file("ä/ö/ü")));
    EXPECT_FALSE(make_folders(folder.file("ä/ö/ü")));
    EXPECT_TRUE(is_folder(folder.file("ä/ö/ü")));
    EXPECT_TRUE(make_folder(folder.file("no/such")));
}

TEST(FileSystem, AllFilesBelowAreListedButForFoldersNotEntered) {
    const SystemFolder folder;
    make_folders(folder.file("ein/zwei"));
    make_folders(folder.file("nicht"));
    const std::string one = folder.made("ein/zwei/ä.csv", "");
    const std::string two = folder.made("ö.csv", "");
    folder.made("nicht/ü.csv", "");
    std::vector<std::string> found = files_below(
        folder.path(), {.enters = [](const auto& path) { return file_name_of(path) != "nicht"; }});
    ASSERT_EQ(found.size(), 2U);
    std::sort(found.begin(), found.end());
    EXPECT_TRUE(is_same_file(found[0], one));
    EXPECT_TRUE(is_same_file(found[1], two));
    EXPECT_EQ(files_below(folder.path()).size(), 3U);
    EXPECT_THROW(files_below(folder.file("no such")), UnreadableFolder);
}

TEST(FileSystem, ATreeIsRemoved) {
    const SystemFolder folder;
    make_folders(folder.file("ä/ö"));
    folder.made("ä/ö/ü", "x");
    remove_tree(folder.file("ä"));
    EXPECT_FALSE(path_exists(folder.file("ä")));
}

TEST(FileSystem, AFileIsNoDevice) {
    const SystemFolder folder;
    EXPECT_FALSE(is_special_file(folder.made("ä", "")));
    EXPECT_FALSE(is_special_file(folder.path()));
    EXPECT_FALSE(is_special_file(folder.file("no such")));
}

TEST(FileSystem, NamesTooLongToBeFilesAreTheSameOnlyIfTheyAreAlike) {
    const std::string name(300, 'x');
    EXPECT_FALSE(is_same_file(name + ".csv", name + ".json"));
    EXPECT_TRUE(is_same_file(name + ".csv", "./" + name + ".csv"));
}

TEST(FileSystem, PathsOf300CharactersAreLikeOthers) {
    const SystemFolder folder;
    std::string deep = folder.path();
    while (deep.size() < 300) {
        deep = in_folder(deep, "a folder with a long name");
    }
    EXPECT_FALSE(make_folders(deep));
    const std::string file = in_folder(deep, "ä.csv");
    {
        const Descriptor made = create_file(file);
        EXPECT_EQ(write_some(made.number(), "text"), 4);
    }
    EXPECT_EQ(size_of_file(file), 4U);
}

} // namespace
