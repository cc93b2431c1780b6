// SPDX-License-Identifier: MIT
#include "wdd_tool/result/output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "toolkit/refusal.hpp"
#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

using testing::HasSubstr;
using wdd_tool::MessageFiles;

namespace {

wdd::Message message() {
    return {.title = "Did it work?", .sections = {{"Verdict", {wdd::Paragraph{"Yes & no."}}}}};
}

std::string content(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class Publishing : public testing::Test {
  protected:
    const ScratchFolder m_folder;
    const MessageFiles m_files{.json = m_folder.file("result.json"),
                               .message = m_folder.file("result.txt"),
                               .html = m_folder.file("result.html")};

    bool any_file_is_visible() const {
        return std::filesystem::exists(m_files.json) || std::filesystem::exists(m_files.message) ||
               std::filesystem::exists(m_files.html);
    }
};

} // namespace

TEST_F(Publishing, WritesTheSameMessageInEveryFile) {
    wdd_tool::publish(message(), {{"evidence", "strong"}}, m_files);
    const auto json = nlohmann::json::parse(content(m_files.json));
    EXPECT_EQ(json["evidence"], "strong");
    EXPECT_FALSE(json["version"].get<std::string>().empty());
    // A message that is kept also says by which version and when it was made.
    EXPECT_TRUE(json["message"].get<std::string>().starts_with("Did it work?"));
    EXPECT_THAT(content(m_files.message), HasSubstr("Made by: crimekit"));
    EXPECT_THAT(content(m_files.message), HasSubstr("Yes & no."));
    EXPECT_THAT(content(m_files.html), HasSubstr("Yes &amp; no."));
}

TEST_F(Publishing, ShowsNothingUntilTheLayerIsSafe) {
    bool visible_before = false;
    bool visible_at_publish = false;
    wdd_tool::publish(message(), {}, m_files,
                      {.finish = [&] { visible_before = any_file_is_visible(); },
                       .publish = [&] { visible_at_publish = any_file_is_visible(); }});
    EXPECT_FALSE(visible_before);
    EXPECT_FALSE(visible_at_publish);
    EXPECT_TRUE(any_file_is_visible());
}

TEST_F(Publishing, LeavesNoFileWhereTheLayerFails) {
    const auto fails = [] { throw std::runtime_error("the disk is full"); };
    EXPECT_THROW(wdd_tool::publish(message(), {}, m_files, {.finish = fails}), std::runtime_error);
    EXPECT_THROW(wdd_tool::publish(message(), {}, m_files, {.publish = fails}), std::runtime_error);
    EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
}

TEST_F(Publishing, RefusesAFileThatExistsBeforeAnyWork) {
    std::ofstream(m_files.html) << "mine";
    const auto attempt = [](const MessageFiles& files) {
        return refusal_of<toolkit::DataError>([&] { wdd_tool::require_writable(files); });
    };
    EXPECT_THAT(attempt(m_files), HasSubstr(m_files.html));
    MessageFiles replaced = m_files;
    replaced.overwrite = true;
    EXPECT_EQ(attempt(replaced), "accepted");
    EXPECT_EQ(content(m_files.html), "mine");
}
