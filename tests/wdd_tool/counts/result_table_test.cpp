// SPDX-License-Identifier: MIT
#include "wdd_tool/counts/result_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "toolkit/refusal.hpp"
#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

using testing::HasSubstr;
using testing::Not;
using wdd_tool::DesignTable;

namespace {

class ResultTables : public testing::Test {
  protected:
    DesignTable read(const std::string& csv) const {
        std::ofstream(m_path) << csv;
        return wdd_tool::read_designs(
            m_path, {}, {.result_columns = wdd_tool::result_columns(), .weighted = true});
    }

    std::string combined(const std::string& csv) const {
        const DesignTable table = read(csv);
        const auto results = wdd_tool::results_of(m_path, table);
        return wdd_tool::results_csv(table, results,
                                     wdd_tool::combine_rows(m_path, table, results, 0.95));
    }

    const ScratchFolder m_folder;
    const std::string m_path = m_folder.file("designs.csv");
};

constexpr auto header = "site,treated_pre,treated_post,control_pre,control_post";

} // namespace

TEST_F(ResultTables, HaveEveryDigit) {
    const DesignTable table =
        read(std::string(header) + "\n\"Elm, North\",20,10,30,28\nnone,0,0,0,0\n");
    const std::string csv = wdd_tool::results_csv(table, wdd_tool::results_of(m_path, table));
    EXPECT_THAT(csv, HasSubstr(std::string(header) + ",local_estimate,"));
    EXPECT_THAT(csv, HasSubstr("\n\"Elm, North\",20,10,30,28,-8,9.3808315196468595,"));
    EXPECT_THAT(csv, HasSubstr("\nnone,0,0,0,0,0,0,0,0,0,0,,,")); // no z, no p
    EXPECT_THAT(csv, Not(HasSubstr("p_holm")));
}

TEST_F(ResultTables, EndWithTheSumOfAllRows) {
    const std::string csv =
        combined(std::string(header) + ",weight\nElm,20,10,30,28,2\nOak,9,5,3,3,1\n");
    EXPECT_THAT(csv, HasSubstr(",p_holm,q_benjamini_hochberg\n"));
    EXPECT_THAT(csv, HasSubstr("\nAll together,,,,,,,,,,-20,")); // 2 x -8 - 4
}

TEST_F(ResultTables, NeedAWeightInEveryRow) {
    EXPECT_THAT(refusal_of<toolkit::DataError>(
                    [&] { read(std::string(header) + ",weight\nElm,20,10,30,28,\n"); }),
                HasSubstr("weight"));
    EXPECT_THAT(refusal_of<toolkit::DataError>(
                    [&] { combined(std::string(header) + ",weight\nElm,20,10,30,28,-1\n"); }),
                HasSubstr("weight is -1"));
}

TEST_F(ResultTables, TellWhichRowsMayShareAControlArea) {
    EXPECT_EQ(
        wdd_tool::shared_control(read(std::string(header) + "\nElm,20,10,30,28\nOak,9,5,3,3\n")),
        "");
    EXPECT_THAT(wdd_tool::shared_control(
                    read(std::string(header) + "\nElm,20,10,30,28\nOak,9,5,3,3\nAsh,4,4,30,28\n")),
                HasSubstr("rows 1 and 3 have the same control counts (30 before, 28 after)"));
}
