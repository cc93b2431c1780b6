// SPDX-License-Identifier: MIT
#include "toolkit/system/paths.hpp"

#include <gtest/gtest.h>

namespace {

using namespace toolkit;

TEST(Paths, PartsOfAPathAreUtf8AsItIs) {
    EXPECT_EQ(file_name_of("Übung/Straße 多.tar.gpkg"), "Straße 多.tar.gpkg");
    EXPECT_EQ(stem_of("Übung/Straße 多.tar.gpkg"), "Straße 多.tar");
    EXPECT_EQ(ending_of("Übung/Straße 多.GPKG"), ".GPKG");
    EXPECT_EQ(folder_of("Übung/Straße.gpkg"), "Übung");
    EXPECT_EQ(folder_of("Straße.gpkg"), "");
    EXPECT_EQ(with_ending("Übung/Straße.shp", ".dbf"), "Übung/Straße.dbf");
}

TEST(Paths, AFileInNoFolderIsItsName) {
    EXPECT_EQ(in_folder("", "Größe.csv"), "Größe.csv");
    EXPECT_EQ(file_name_of(in_folder("Übung", "Größe.csv")), "Größe.csv");
    EXPECT_EQ(folder_of(in_folder("Übung", "Größe.csv")), "Übung");
    EXPECT_EQ(in_folder("Übung", absolute_path("Größe.csv")), absolute_path("Größe.csv"));
}

TEST(Paths, TheCommonFolderIsTheDeepest) {
    EXPECT_EQ(common_folder_of("a/ä/2024", "a/ä/2025"), "a/ä");
    EXPECT_EQ(common_folder_of("a/ä", "a/ä/2025"), "a/ä");
    EXPECT_EQ(common_folder_of("a", "b"), "");
}

} // namespace
