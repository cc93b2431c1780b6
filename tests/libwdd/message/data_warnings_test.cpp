// SPDX-License-Identifier: MIT
#include "wdd/message.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace {

using std::chrono::January;
using std::chrono::July;
using std::chrono::sys_days;
using std::chrono::year;

wdd::Period days(year from, std::chrono::month first, year to, std::chrono::month end) {
    return {.start = sys_days(from / first / 1),
            .end = sys_days(to / end / 1) - std::chrono::days(1)};
}

/// Four years with 100 incidents a day; the periods are the last two half years.
wdd::Evaluation without_place(std::int64_t before, std::int64_t after) {
    wdd::Evaluation evaluation;
    const wdd::Period pre = days(year(2022), July, year(2023), January);
    const wdd::Period post = days(year(2023), January, year(2023), July);
    evaluation.periods = wdd::StudyPeriods{.pre = pre, .post = post};
    wdd::DataFaults data;
    data.covered = days(year(2019), July, year(2023), July);
    data.pre_days = {pre};
    data.post_days = {post};
    data.placeless = {.before = before, .after = after, .other = 10'000};
    evaluation.data = data;
    evaluation.incidents = wdd::IncidentTally{.read = 100 * 1461, .used = 1000};
    return evaluation;
}

std::string all_lines(const wdd::Evaluation& evaluation) {
    std::string text;
    for (const std::string& line : wdd::data_warnings(evaluation)) {
        text += line + "\n";
    }
    return text;
}

} // namespace

TEST(DataWarnings, a_share_without_place_that_stays_the_same_is_told_and_no_more) {
    // 9 % of 18,400 incidents before. 244 more after are 1.5 % of all, 134 more 0.9 %.
    const std::string text = all_lines(without_place(1656, 1900));
    EXPECT_NE(
        text.find(
            "have no coordinates and are counted nowhere: 1,656 in the pre-treatment period and 1,900 in the treatment period."),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("Do not use"), std::string::npos) << text;
    const std::string alike = all_lines(without_place(1656, 1790));
    EXPECT_EQ(alike.find("Do not use"), std::string::npos) << alike;
    EXPECT_NE(alike.find("1,790 in the treatment period."), std::string::npos) << alike;
}

TEST(DataWarnings, a_change_beyond_chance_that_matters_forbids_the_result) {
    const std::string text = all_lines(without_place(100, 2000));
    EXPECT_NE(text.find("that alone can look like a reduction. Do not use this result"),
              std::string::npos)
        << text;
}
