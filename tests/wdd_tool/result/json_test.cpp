// SPDX-License-Identifier: MIT
#include "wdd_tool/result/json.hpp"

#include <gtest/gtest.h>

namespace {

wdd::Evaluation of_counts(const wdd::Counts& counts) {
    wdd::Evaluation evaluation;
    evaluation.counts = counts;
    evaluation.statistic = wdd::weighted_displacement_difference(counts);
    return evaluation;
}

/// The paper's example.
wdd::Evaluation philadelphia() {
    return of_counts({.treated = {207, 110},
                      .control = {308, 318},
                      .treated_displacement = {178, 157},
                      .control_displacement = {150, 140}});
}

} // namespace

TEST(ResultJson, HasTheNumbersOfTheTest) {
    const auto json = wdd_tool::result_json(philadelphia());
    EXPECT_EQ(json["total"]["estimate"], -118);
    EXPECT_NEAR(json["total"]["z"].get<double>(), -2.97995, 1e-5);
    EXPECT_EQ(json["total"]["confidence"], 0.95);
    EXPECT_EQ(json["local"]["estimate"], -107);
    EXPECT_EQ(json["displacement"]["estimate"], -11);
    EXPECT_EQ(json["evidence"], "strong");
    EXPECT_EQ(json["counts"]["treated_displacement"]["pre"], 178);
}

TEST(ResultJson, WritesWholeCountsWithoutPointAndOthersWithOne) {
    wdd::Counts counts = philadelphia().counts;
    counts.treated.pre = 207.5;
    const std::string text =
        wdd_tool::json_text(wdd_tool::result_json(of_counts(counts))["counts"]);
    EXPECT_NE(text.find("\"pre\": 207.5,"), std::string::npos) << text;
    EXPECT_NE(text.find("\"post\": 110\n"), std::string::npos) << text;
}

TEST(ResultJson, OfNothingHasNullsForWhatIsUndefined) {
    const auto json = wdd_tool::result_json(of_counts({}));
    EXPECT_EQ(json["total"]["estimate"], 0);
    EXPECT_TRUE(json["total"]["z"].is_null());
    EXPECT_TRUE(json["total"]["p_one_tailed"].is_null());
}

TEST(ResultJson, LeavesOutWhatCountsAloneDoNotHave) {
    const auto json = wdd_tool::result_json(philadelphia());
    for (const char* key : {"periods", "suitability", "incidents", "areas"}) {
        EXPECT_FALSE(json.contains(key)) << key;
    }
}

TEST(ResultJson, OfADesignInTimeSaysThatSuitabilityWasNotTested) {
    using namespace std::chrono_literals;
    using std::chrono::sys_days;
    wdd::Evaluation evaluation = philadelphia();
    evaluation.periods = wdd::StudyPeriods{{sys_days{2023y / 1 / 1}, sys_days{2023y / 1 / 31}},
                                           {sys_days{2023y / 2 / 1}, sys_days{2023y / 2 / 28}}};
    const auto json = wdd_tool::result_json(evaluation);
    EXPECT_EQ(json["suitability"]["tested"], false);
    EXPECT_TRUE(json["suitability"]["suitable"].is_null());
    EXPECT_EQ(json["periods"]["pre"]["start"], "2023-01-01");
    EXPECT_EQ(json["periods"]["post"]["days"], 28);
}

TEST(ResultJson, SurvivesANameThatIsNotUtf8) {
    const std::string text = wdd_tool::json_text({{"name", "caf\xe9"}});
    EXPECT_EQ(nlohmann::json::parse(text)["name"], "caf\xef\xbf\xbd");
    EXPECT_EQ(text.back(), '\n');
}
