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
    expect_says(text, "Strong evidence of reduction (z = -2.98, one-tailed p = 0.001)");
    expect_says(
        text,
        "About 118 fewer incidents than expected from the change in the control area (95 % interval: 40 to 196 fewer), displacement areas included; in the response area alone about 107 fewer (49 %).");
    expect_says(
        text_of(evaluation_of({{207, 110}, {308, 318}, {}, {}})),
        "About 107 fewer incidents than expected from the change in the control area (95 % interval: 47 to 167 fewer); about 49 % fewer in the response area.");
    expect_says(text, "-195.61 to -40.39");
    expect_says(text, "-46.9 %");
}

TEST(Message, says_why_there_is_no_test_without_incidents) {
    const std::string text = text_of(evaluation_of({}));
    expect_says(text, "all counts are zero");
    expect_says(text, "undefined");
}

void expect_does_not_say(const std::string& text, const std::string& part) {
    EXPECT_EQ(text.find(part), std::string::npos) << "'" << part << "' is in:\n" << text;
}

TEST(Message, says_that_nothing_could_be_reduced_where_nothing_was) {
    const std::string text = text_of(evaluation_of({{0, 0}, {30, 50}, {}, {}}));
    expect_says(
        text,
        "The response area had no incident before, so nothing could be reduced there. Moderate evidence of reduction (z = ");
    expect_says(text, "for all zones together.");
    expect_says(text, "There was nothing to reduce");
    expect_does_not_say(text_of(evaluation_of(philadelphia)), "But ");
}

// Local +20, variance 10 + 30 + 10 + 10 = 60: z = 20 / 7.746.
TEST(Message, says_that_a_reduction_is_in_the_ring_alone) {
    const std::string text = text_of(evaluation_of({{10, 30}, {10, 10}, {100, 20}, {50, 50}}));
    expect_says(text, "Very strong evidence of reduction");
    expect_says(
        text,
        "not in the response area itself: there incidents went from 10 to 30, +20 against the control area (z = 2.58)");
    // Local -2, variance 38: z = -2 / 6.164.
    const std::string most = text_of(evaluation_of({{10, 8}, {10, 10}, {100, 20}, {50, 50}}));
    expect_says(most, "most of the reduction is in the displacement area");
    expect_says(most, "(z = -0.32)");
}

TEST(Message, says_that_crime_rose_where_it_only_rose_less) {
    const std::string text = text_of(evaluation_of({{100, 140}, {100, 190}, {}, {}}));
    expect_says(text, "Moderate evidence of reduction");
    expect_says(
        text,
        "did not fall in the response area (100 to 140): they rose less than in the control area (100 to 190)");
    expect_says(text_of(evaluation_of({{100, 100}, {100, 190}, {}, {}})), "stayed the same");
    wdd::Evaluation per_day; // twice the days after, 1.4 times the incidents: fewer a day
    per_day.counts = {{1000, 1400}, {1000, 2600}, {}, {}};
    per_day.weights.time = {1, 2};
    per_day.statistic = wdd::weighted_displacement_difference(per_day.counts, per_day.weights);
    expect_does_not_say(text_of(per_day), "did not fall");
}

wdd::Evaluation weighted(const wdd::Counts& counts, const wdd::Weights& weights) {
    wdd::Evaluation evaluation = evaluation_of(counts);
    evaluation.weights = weights;
    evaluation.statistic = wdd::weighted_displacement_difference(counts, weights);
    return evaluation;
}

// Half the time after: 414 is compared as 207, 423 as 211.5, 87 as 43.5 and 100 as 50.
TEST(Message, has_counts_beside_rose_that_rose) {
    wdd::Evaluation half =
        weighted({{414, 274}, {423, 409}, {}, {}}, {.time = {.pre = 12, .post = 6}, .area = {}});
    expect_says(
        text_of(half),
        "did not fall in the response area (207 to 274 over the same time): they rose less than in the control area (about 212 to 409 over the same time)");
    half = weighted({{400, 100}, {423, 409}, {87, 72}, {100, 40}},
                    {.time = {.pre = 12, .post = 6}, .area = {}});
    expect_says(
        text_of(half),
        "Incidents around the response area rose (about 44 to 72 over the same time); around the control area they fell (50 to 40 over the same time).");
    half = weighted({{400, 100}, {423, 409}, {87, 44}, {100, 40}},
                    {.time = {.pre = 12, .post = 6}, .area = {}});
    expect_says(text_of(half), "rose (about 43.5 to 44 over the same time)");
}

// The control area's rise of 40 counts twice: more than 50.
TEST(Message, has_weighted_counts_beside_rose_less) {
    expect_says(
        text_of(
            weighted({{100, 150}, {100, 140}, {}, {}}, {.time = {}, .area = {.control = 0.25}})),
        "(100 to 150): they rose less than in the control area (400 to 560, weighted as in the test)");
}

// z = 90 / sqrt(490) = 4.0658: 0.0000239 of a normal distribution lies beyond it.
TEST(Message, calls_a_significant_increase_one) {
    const std::string text = text_of(evaluation_of({{100, 190}, {100, 100}, {}, {}}));
    expect_says(text, "No evidence of reduction (z = 4.07");
    expect_says(
        text,
        "a significant increase compared with the control area, not a reduction (p less than 0.001 for");
    expect_does_not_say(text, "Small counts");
    // Either side of 1.6449: 164 / 100 and 166 / 100.
    expect_does_not_say(text_of(evaluation_of({{4918, 5082}, {}, {}, {}})), "significant increase");
    expect_says(text_of(evaluation_of({{4917, 5083}, {}, {}, {}})), "significant increase");
}

// Local -100, ring +100.
TEST(Message, does_not_call_a_difference_of_nothing_an_increase) {
    const std::string text = text_of(evaluation_of({{200, 100}, {200, 200}, {50, 150}, {50, 50}}));
    expect_says(
        text,
        "As many incidents as expected from the change in the control area (95 % interval: 62 fewer to 62 more), displacement areas included.");
    expect_does_not_say(text, "points to an increase");
}

TEST(Message, gives_small_numbers_the_digits_that_count) {
    wdd::Evaluation evaluation;
    evaluation.counts = {{1, 0}, {1, 1}, {}, {}};
    evaluation.weights.time = {3650, 3650};
    evaluation.statistic =
        wdd::weighted_displacement_difference(evaluation.counts, evaluation.weights);
    const std::string text = text_of(evaluation); // -1 / 3650 and sqrt(3) / 3650
    expect_says(
        text,
        "About 0.00027 fewer incidents than expected from the change in the control area per unit of the time weights (95 % interval: 0.00120 fewer to 0.00066 more).");
    expect_says(
        text,
        "Weighted Displacement Difference: -0.00027, standard error 0.00047, 95 % interval -0.00120 to 0.00066.");
}

TEST(Message, has_commas_in_a_distance) {
    wdd::Evaluation evaluation = evaluation_of({{207, 110}, {308, 318}, {178, 157}, {150, 140}});
    for (const auto& [given, told] : {std::pair{"1320 feet", "reach 1,320 feet beyond"},
                                      {"0.25 miles", "reach 0.25 miles"},
                                      {"402.336 metres", "reach 402.336 metres"},
                                      {"250 metres", "reach 250 metres"}}) {
        evaluation.zones.emplace().displacement_distance = given;
        expect_says(text_of(evaluation), told);
    }
}

TEST(Message, reads_well_where_p_is_too_small_to_write) {
    expect_says(text_of(evaluation_of({{2070, 110}, {308, 318}, {}, {}})), "p less than 0.001");
}

TEST(Message, speaks_of_small_counts_as_the_result_is) {
    // (1.645 + 0.842) sqrt(32) = 14.07 of 10 incidents
    const std::string found = text_of(evaluation_of({{10, 4}, {4, 14}, {}, {}}));
    expect_says(found, "Strong evidence");
    expect_says(
        found,
        "the test could miss even a complete end to crime in the response area; it would detect only a difference of about 14 incidents");
    expect_does_not_say(found, "nothing happened");
    expect_does_not_say(found, "141 %");
    // (1.645 + 0.842) sqrt(76) = 21.68 of 22 incidents
    const std::string unseen = text_of(evaluation_of({{22, 16}, {19, 19}, {}, {}}));
    expect_says(unseen, "a reduction of about 22 incidents (99 % of what");
    expect_says(unseen, "This does not mean that nothing happened");
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
    const wdd::Message message{
        .title = "T", .sections = {{"S", {wdd::Table{{"", "km²"}, {{"a", "1"}, {"long", "22"}}}}}}};
    EXPECT_EQ(wdd::to_text(message), "T\n=\n\nS\n-\n         km²\n  a        1\n  long    22\n");
}

} // namespace
