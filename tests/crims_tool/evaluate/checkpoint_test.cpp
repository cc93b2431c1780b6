// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/checkpoint.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

using crims_tool::EvaluationCheckpoint;

namespace {

/// A checkpoint with two blocks, changed by SQL.
class CheckpointOf : public testing::Test {
  protected:
    CheckpointOf() {
        EvaluationCheckpoint checkpoint(m_path, "design");
        checkpoint.add(0, std::vector{std::byte{1}, std::byte{8}});
        checkpoint.add(7, std::vector<std::byte>(3));
        checkpoint.flush();
    }

    void change(const std::string& sql) const {
        sqlite3* file = nullptr;
        ASSERT_EQ(sqlite3_open(m_path.c_str(), &file), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(file, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(file);
        sqlite3_close(file);
    }

    std::string refusal() const {
        try {
            EvaluationCheckpoint(m_path, "design").read();
        } catch (const toolkit::DataError& error) {
            return error.what();
        }
        return "accepted";
    }

    ScratchFolder m_folder;
    std::string m_path = m_folder.file("e.checkpoint");
};

} // namespace

TEST_F(CheckpointOf, AnEvaluationIsReadAsItWasWritten) {
    const auto blocks = EvaluationCheckpoint(m_path, "design").read();
    ASSERT_EQ(blocks.size(), 2);
    EXPECT_EQ(blocks[0].number, 0);
    EXPECT_EQ(blocks[0].results.at(1), std::byte{8});
    EXPECT_EQ(blocks[1].number, 7);
    EXPECT_EQ(blocks[1].results.size(), 3);
}

TEST_F(CheckpointOf, AnotherEvaluationIsRefused) {
    EXPECT_THROW(EvaluationCheckpoint(m_path, "other"), toolkit::DataError);
}

/// 2^32 would be block 0 again, and the run would take one block too many for done.
TEST_F(CheckpointOf, NumbersBeyondThoseOfBlocksAreRefused) {
    for (const char* number : {"4294967296", "-1", "9223372036854775807"}) {
        change("UPDATE block SET number = " + std::string(number) +
               " WHERE number = (SELECT max(number) FROM block)");
        EXPECT_EQ(refusal(), "⟨--checkpoint⟩ " + m_path + ": it is damaged: the block " + number +
                                 " is not valid; remove it, or name another file");
        change("UPDATE block SET number = 7 WHERE number = " + std::string(number));
    }
}

TEST_F(CheckpointOf, ResultsThatAreNotBytesAreRefused) {
    change("UPDATE block SET results = 'text' WHERE number = 7");
    EXPECT_NE(refusal().find("the block 7 is not valid"), std::string::npos);
}

TEST_F(CheckpointOf, ATableThatIsNoneIsRefusedWithTheFilesName) {
    change("DROP TABLE block");
    change("CREATE TABLE block (number INTEGER PRIMARY KEY)");
    EXPECT_TRUE(refusal().starts_with("⟨--checkpoint⟩ " + m_path + ": it is damaged ("))
        << refusal();
}
