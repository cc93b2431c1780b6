// SPDX-License-Identifier: MIT
#include "toolkit/files/whole_file.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "toolkit/files/csv_reader.hpp"
#include "toolkit/refusal.hpp"
#include "toolkit/text/errors.hpp"

using toolkit::CsvReader;
using toolkit::MemoryFile;
using toolkit::read_whole_file;

namespace {

/// A file that GDAL packs, and that goes away again.
class PackedFile {
  public:
    PackedFile(std::string path, const std::string& content) : m_path(std::move(path)) {
        const std::unique_ptr<VSILFILE, toolkit::CloseFile> file(
            VSIFOpenL(("/vsigzip/" + m_path).c_str(), "wb"));
        VSIFWriteL(content.data(), 1, content.size(), file.get());
    }

    ~PackedFile() { VSIUnlink(m_path.c_str()); }

    PackedFile(const PackedFile&) = delete;
    PackedFile(PackedFile&&) = delete;
    PackedFile& operator=(const PackedFile&) = delete;
    PackedFile& operator=(PackedFile&&) = delete;

    std::string read(std::size_t limit) const { return read_whole_file(m_path, "shown", limit); }

  private:
    std::string m_path;
};

} // namespace

TEST(WholeFile, gives_every_byte) {
    std::string content("a\0b\r\n\xff", 6);
    const MemoryFile file(content);
    EXPECT_EQ(read_whole_file(file.path(), "shown"), content);
}

TEST(WholeFile, packed_gives_every_byte_whatever_its_size) {
    for (const std::size_t size : {0U, 1U, 4095U, 4096U, 100'000U, 5'000'000U}) {
        const std::string content(size, 'x'); // packs a thousandfold
        EXPECT_EQ(PackedFile("/vsimem/packed.gz", content).read(size + 64), content) << size;
    }
}

TEST(WholeFile, larger_than_the_limit_is_refused_before_memory_is_short) {
    std::string content(1001, 'x');
    const MemoryFile file(content);
    EXPECT_EQ(read_whole_file(file.path(), "shown", 1001), content);
    const std::string refused =
        "shown: the file is larger than 1000 bytes, which is too much to read at once";
    EXPECT_EQ(
        refusal_of<toolkit::DataError>([&file] { read_whole_file(file.path(), "shown", 1000); }),
        refused);
    const PackedFile packed("/vsimem/packed.gz", content);
    EXPECT_EQ(refusal_of<toolkit::DataError>([&packed] { packed.read(1000); }), refused);
}

TEST(WholeFile, that_is_absent_is_refused) {
    EXPECT_EQ(refusal_of<toolkit::DataError>([] { read_whole_file("/vsimem/absent", "shown"); }),
              "shown: the file does not exist, or you have no permission to read it");
}

TEST(CsvReader, tells_where_each_record_stands) {
    std::string content = "\xef\xbb\xbf"
                          "a,b\r\n\r\n1,\"x\ny\"\r\n3";
    const MemoryFile file(content);
    CsvReader reader(file.path(), "shown");
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.cells(), (std::vector<std::string>{"a", "b"}));
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.cells(), (std::vector<std::string>{"1", "x\ny"}));
    EXPECT_EQ(content.substr(reader.begin(), reader.end() - reader.begin()), "1,\"x\ny\"\r\n");
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.size(), 1U);
    EXPECT_EQ(reader.cell(0), "3");
    EXPECT_FALSE(reader.next());
}

TEST(CsvReader, tells_of_a_quotation_mark_that_hides_the_rows_after_it) {
    for (std::string content : {"a,b\n1,2\n3,\"x\n4,5\n", "a,b\n1,2\n3,\"x"}) {
        const MemoryFile file(content);
        CsvReader reader(file.path(), "shown");
        EXPECT_EQ(
            refusal_of<toolkit::DataError>([&reader] {
                while (reader.next()) {
                }
            }),
            "shown: line 3: a quotation mark is not closed on its line; close it, or take out a mark that belongs to the text (5\" pipe)")
            << content;
    }
}
