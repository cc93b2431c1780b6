// SPDX-License-Identifier: MIT
#include "toolkit/files/output_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

namespace {

namespace fs = std::filesystem;
using toolkit::OutputStream;

class OutputStreamTo : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return m_folder.file(name); }

    std::string content(const std::string& name) const {
        std::ifstream file(path(name));
        return {std::istreambuf_iterator<char>(file), {}};
    }

    bool is_empty() const { return fs::is_empty(m_folder.path()); }

    ScratchFolder m_folder;
};

TEST_F(OutputStreamTo, AFileIsSeenWhenItIsPublished) {
    OutputStream stream(path("a.csv"), true);
    stream.write("one,");
    stream.write("two\n");
    stream.finish();
    EXPECT_FALSE(fs::exists(path("a.csv")));
    EXPECT_FALSE(is_empty());
    stream.publish();
    EXPECT_EQ(content("a.csv"), "one,two\n");
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder.path()), {}), 1);
}

TEST_F(OutputStreamTo, AFileNeverPublishedLeavesTheOldContent) {
    std::ofstream(path("a.csv")) << "old";
    {
        OutputStream stream(path("a.csv"), true);
        stream.write("new");
    }
    EXPECT_EQ(content("a.csv"), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder.path()), {}), 1);
}

TEST_F(OutputStreamTo, AFileThatAnotherProgramHasWrittenMeanwhileIsKept) {
    OutputStream mine(path("a.csv"), false);
    mine.write("mine");
    mine.finish();
    std::ofstream(path("a.csv")) << "the other's";
    EXPECT_THROW(mine.publish(), toolkit::DataError);
    EXPECT_EQ(content("a.csv"), "the other's");

    OutputStream replacing(path("a.csv"), true);
    replacing.write("mine");
    replacing.finish();
    replacing.publish();
    EXPECT_EQ(content("a.csv"), "mine");
}

TEST_F(OutputStreamTo, AnEmptyFileGivesWay) {
    std::ofstream(path("a.csv")).flush();
    OutputStream stream(path("a.csv"), false);
    stream.write("new");
    stream.finish();
    stream.publish();
    EXPECT_EQ(content("a.csv"), "new");
}

TEST_F(OutputStreamTo, ALinkWritesWhatItPointsTo) {
    std::ofstream(path("a.csv")) << "old";
    fs::create_symlink(path("a.csv"), path("link.csv"));
    OutputStream stream(path("link.csv"), true);
    stream.write("new");
    stream.finish();
    stream.publish();
    EXPECT_TRUE(fs::is_symlink(path("link.csv")));
    EXPECT_EQ(content("a.csv"), "new");
}

TEST_F(OutputStreamTo, ALinkToNothingFails) {
    fs::create_symlink("gone.csv", path("link.csv"));
    EXPECT_THROW(OutputStream(path("link.csv"), true), toolkit::DataError);
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder.path()), {}), 1);
}

TEST_F(OutputStreamTo, ADeviceWithoutSpaceFails) {
    OutputStream stream("/dev/full", true);
    EXPECT_TRUE(stream.is_stream());
    EXPECT_THROW(stream.write("x"), toolkit::DataError);
}

TEST_F(OutputStreamTo, AFolderThatIsNotThereFails) {
    EXPECT_THROW(OutputStream(path("none/a.csv"), true), toolkit::DataError);
}

TEST_F(OutputStreamTo, APipeIsWrittenAtOnce) {
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    const toolkit::Descriptor keeps_it_open(::open(path("pipe").c_str(), O_RDWR));
    OutputStream stream(path("pipe"), true);
    stream.write("now\n");
    char text[4] = {};
    EXPECT_EQ(::read(keeps_it_open.number(), text, sizeof text), 4);
    EXPECT_EQ(std::string(text, 4), "now\n");
    stream.finish();
    stream.publish();
    EXPECT_TRUE(fs::is_fifo(path("pipe")));
}

class NewFile : public testing::Test {
  protected:
    toolkit::TemporaryFile temporary(const std::string& content) const {
        toolkit::TemporaryFile file(m_folder.file("part"));
        std::ofstream(file.path()) << content;
        return file;
    }

    std::string content() const {
        std::ifstream file(m_folder.file("a.csv"));
        return {std::istreambuf_iterator<char>(file), {}};
    }

    ScratchFolder m_folder;
};

TEST_F(NewFile, AppearsWhereThereIsNone) {
    EXPECT_TRUE(temporary("new").publish_as_new(m_folder.file("a.csv")));
    EXPECT_EQ(content(), "new");
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder.path()), {}), 1);
}

TEST_F(NewFile, AppearsInPlaceOfAnEmptyOne) {
    std::ofstream(m_folder.file("a.csv")).close();
    EXPECT_TRUE(temporary("new").publish_as_new(m_folder.file("a.csv")));
    EXPECT_EQ(content(), "new");
}

TEST_F(NewFile, ReplacesNoOther) {
    std::ofstream(m_folder.file("a.csv")) << "of another run";
    EXPECT_FALSE(temporary("new").publish_as_new(m_folder.file("a.csv")));
    EXPECT_THROW(temporary("new").publish_as(m_folder.file("a.csv"), false), toolkit::DataError);
    EXPECT_EQ(content(), "of another run");
    temporary("new").publish_as(m_folder.file("a.csv"), true);
    EXPECT_EQ(content(), "new");
}

} // namespace
