// SPDX-License-Identifier: MIT
#include "wdd_tool/counts/design_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "toolkit/refusal.hpp"
#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

using testing::AllOf;
using testing::HasSubstr;
using wdd_tool::DesignRow;
using wdd_tool::DesignTable;

namespace {

class DesignTables : public testing::Test {
  protected:
    DesignTable read(const std::string& csv, const DesignRow& defaults = {}) const {
        std::ofstream(m_path) << csv;
        return wdd_tool::read_designs(m_path, defaults);
    }

    std::string refusal(const std::string& csv) const {
        return refusal_of<toolkit::DataError>([&] { read(csv); });
    }

  private:
    const ScratchFolder m_folder;
    const std::string m_path = m_folder.file("designs.csv");
};

constexpr auto header = "site,treated_pre,treated_post,control_pre,control_post";

std::string table(const std::string& rows, const std::string& more = "") {
    return header + more + "\n" + rows;
}

} // namespace

TEST_F(DesignTables, KeepUnknownColumnsAndReadTheOthers) {
    const DesignTable designs = read(table("\"Elm, North\",20,10,30,28.5\nOak,5,4,3,2\n"));
    ASSERT_EQ(designs.rows.size(), 2U);
    EXPECT_EQ(designs.rows[0].cells[0], "Elm, North");
    EXPECT_EQ(designs.rows[0].counts.treated.pre, 20);
    EXPECT_EQ(designs.rows[0].counts.control.post, 28.5);
    EXPECT_EQ(designs.rows[1].counts.treated.post, 4);
}

TEST_F(DesignTables, TakeWhatARowLeavesBlankFromTheDefaults) {
    DesignRow defaults;
    defaults.confidence = 0.9;
    const DesignTable designs = read(table("a,1,2,3,4,\nb,1,2,3,4,0.5\n", ",confidence"), defaults);
    EXPECT_EQ(designs.rows[0].confidence, 0.9);
    EXPECT_EQ(designs.rows[1].confidence, 0.5);
    EXPECT_FALSE(designs.is_full("confidence"));
    EXPECT_TRUE(designs.is_full("treated_pre"));
    EXPECT_FALSE(designs.is_full("time_pre"));
}

TEST_F(DesignTables, SayWhichColumnIsMissingAndWhichCellIsNoNumber) {
    EXPECT_THAT(refusal("site,treated_pre\nElm,1\n"), HasSubstr("treated_post"));
    EXPECT_THAT(
        refusal(table("Elm,1,2,3,4\nOak,1,many,3,4\n")),
        AllOf(HasSubstr("designs.csv: row 2"), HasSubstr("treated_post"), HasSubstr("many")));
    EXPECT_THAT(refusal(table("Elm,1,2,3,4,5\n")), HasSubstr("row 1 has 6 cells"));
    EXPECT_THAT(refusal(table("Elm,1,,3,4\n")), HasSubstr("treated_post"));
}

TEST_F(DesignTables, KnowTheColumnThatNamesTheRows) {
    EXPECT_EQ(read(table("Elm,1,2,3,4\n")).name_column(), 0U);
    EXPECT_EQ(read("treated_pre,treated_post,control_pre,control_post\n1,2,3,4\n").name_column(),
              std::nullopt);
    const DesignTable weighted =
        read("weight,treated_pre,treated_post,control_pre,control_post,type\n2,1,2,3,4,Theft\n");
    EXPECT_EQ(weighted.name_column(), 5U);
    EXPECT_EQ(weighted.rows[0].weight, 1); // it passes through unless it is asked for
}
