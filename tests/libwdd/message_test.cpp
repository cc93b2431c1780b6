// SPDX-License-Identifier: MIT
#include "wdd/message.hpp"

#include <gtest/gtest.h>

namespace {

wdd::Evaluation evaluation_of(const wdd::Counts& counts) {
    wdd::Evaluation evaluation;
    evaluation.counts = counts;
    evaluation.statistic = wdd::weighted_displacement_difference(counts);
    return evaluation;
}

std::string text_of(const wdd::Evaluation& evaluation) {
    return wdd::to_text(wdd::describe(evaluation));
}

void expect_says(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in:\n" << text;
}

/// Philadelphia in Wheeler and Ratcliffe (2018).
const wdd::Counts philadelphia{{207, 110}, {308, 318}, {178, 157}, {150, 140}};

TEST(Message, gives_the_verdict_of_the_paper) {
    const std::string text = text_of(evaluation_of(philadelphia));
    expect_says(text, "Strong evidence of reduction (z = -2.9800, one-tailed p = 0.00144)");
    expect_says(text, "118 incidents fewer than");
    expect_says(text, "-195.61 to -40.39");
    expect_says(text, "-46.9 %");
}

TEST(Message, says_why_there_is_no_test_without_incidents) {
    const std::string text = text_of(evaluation_of({}));
    expect_says(text, "all counts are zero");
    expect_says(text, "undefined");
}

TEST(Message, warns_of_small_counts) {
    expect_says(text_of(evaluation_of({{6, 4}, {5, 5}, {}, {}})), "Small counts");
    EXPECT_EQ(text_of(evaluation_of({{600, 400}, {500, 500}, {}, {}})).find("Small counts"),
              std::string::npos);
}

TEST(Message, calls_out_a_negative_correlation_that_passes) {
    wdd::Evaluation evaluation = evaluation_of(philadelphia);
    wdd::Suitability suitability;
    suitability.correlation = {.actual = -0.8, .threshold = 0.7, .met = true, .reason = ""};
    evaluation.suitability = suitability;
    expect_says(text_of(evaluation), "The correlation is negative (R = -0.800)");
}

TEST(Message, names_areas_and_incidents_of_overlapping_zones) {
    wdd::StudyZones zones;
    zones.overlaps.rings = 12000;
    zones.overlap_incidents.in_both_rings = 3;
    expect_says(wdd::describe_overlap(zones), "0.012 km² in both displacement areas (3 incidents)");
    EXPECT_EQ(wdd::describe_overlap({}), "");
}

TEST(Message, lists_all_checks_in_one_line) {
    wdd::SuitabilityInput input{.response_area = 100,
                                .control_area = 150,
                                .treated_pre = 0,
                                .control_pre = 3,
                                .months = {}};
    const std::string line = wdd::unsuitability(wdd::assess_suitability(input, {}));
    expect_says(line, "area difference 50.00 %");
    expect_says(line, "pre-treatment count difference undefined");
    expect_says(line, "correlation undefined");
    EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(Message, as_html_escapes_what_people_wrote) {
    wdd::Evaluation evaluation = evaluation_of(philadelphia);
    evaluation.warnings = {"layer <b>x</b> & \"y\""};
    const std::string html = wdd::to_html(wdd::describe(evaluation));
    expect_says(html, "layer &lt;b&gt;x&lt;/b&gt; &amp; &quot;y&quot;");
    expect_says(html, "<td>207</td>");
}

TEST(Message, as_text_aligns_its_tables) {
    const wdd::Message message{"T",
                               {{"S", {wdd::Table{{"", "km²"}, {{"a", "1"}, {"long", "22"}}}}}}};
    EXPECT_EQ(wdd::to_text(message), "T\n=\n\nS\n-\n         km²\n  a        1\n  long    22\n");
}

} // namespace
