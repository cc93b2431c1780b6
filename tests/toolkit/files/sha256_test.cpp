// SPDX-License-Identifier: MIT
#include "toolkit/files/sha256.hpp"

#include <fstream>

#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include "toolkit/scratch_folder.hpp"

namespace {

using toolkit::sha256_of;
using toolkit::sha256_of_file;

void write_text(const std::string& path, const std::string& text) {
    VSILFILE* const file = VSIFOpenL(path.c_str(), "wb");
    ASSERT_NE(file, nullptr) << path;
    VSIFWriteL(text.data(), 1, text.size(), file);
    VSIFCloseL(file);
}

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

// The digests of FIPS 180-2, appendix B.
TEST(Sha256, is_that_of_the_standard) {
    EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const ScratchFolder folder;
    write_text(folder.file("abc"), "abc");
    EXPECT_EQ(sha256_of_file(folder.file("abc")), sha256_of("abc"));
}

TEST(Sha256, of_what_lies_in_an_archive_is_that_of_the_archive) {
    const ScratchFolder folder;
    const std::string zip = folder.file("zones.zip");
    write_text("/vsizip/" + zip + "/sub/msoa.shp", "shapes");
    write_text("/vsizip/" + zip + "/sub/msoa.dbf", "fields");
    const std::string whole = sha256_of(content_of(zip));
    EXPECT_EQ(sha256_of_file("/vsizip/" + zip), whole);
    EXPECT_EQ(sha256_of_file("/vsizip/" + zip + "/sub"), whole);
    EXPECT_EQ(sha256_of_file("/vsizip/" + zip + "/sub/msoa.shp"), whole);
    EXPECT_EQ(sha256_of_file("/vsizip/{" + zip + "}/sub/msoa.shp"), whole);
    write_text("/vsigzip/" + folder.file("lookup.csv.gz"), "LSOA,MSOA");
    EXPECT_EQ(sha256_of_file("/vsigzip/" + folder.file("lookup.csv.gz")),
              sha256_of(content_of(folder.file("lookup.csv.gz"))));
}

TEST(Sha256, of_what_is_no_file_is_empty) {
    const ScratchFolder folder;
    EXPECT_EQ(sha256_of_file(folder.file("")), "");
    EXPECT_EQ(sha256_of_file(folder.file("absent.zip")), "");
    EXPECT_EQ(sha256_of_file("/vsizip/" + folder.file("absent.zip")), "");
    EXPECT_EQ(sha256_of_file("PG:dbname=crime"), "");
    EXPECT_EQ(sha256_of_file("/vsizip//vsicurl/https://example.org/zones.zip/msoa.shp"), "");
}
