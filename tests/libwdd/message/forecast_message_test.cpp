// SPDX-License-Identifier: MIT
#include "libwdd/forecast/areas.hpp"
#include "wdd/message.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using wdd::AreaCounts;
using wdd::Counts;
using wdd::Evaluation;
using wdd::PlaceCounts;

std::vector<PlaceCounts> places() {
    const std::vector<AreaCounts> inner = areas::draw(80, 0.15, 31);
    const std::vector<AreaCounts> outer = areas::draw(80, 0.15, 32);
    std::vector<PlaceCounts> result;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        result.push_back({.area = inner[i], .ring = outer[i]});
    }
    return result;
}

/// An evaluation whose counts are those of `response` and of a control area with a ring.
Evaluation evaluation_of(const PlaceCounts& response, const wdd::BeforeAfter& control) {
    Evaluation evaluation;
    evaluation.counts.treated = {response.area.pre, response.area.post};
    evaluation.counts.control = control;
    if (response.ring) {
        evaluation.counts.treated_displacement = {response.ring->pre, response.ring->post};
    }
    evaluation.statistic = wdd::weighted_displacement_difference(evaluation.counts);
    wdd::ForecastFinding finding;
    finding.verdict = wdd::forecast_verdict(places(), response);
    finding.comparison = "80 comparable areas";
    finding.history_months = response.area.history ? 24 : 0;
    finding.response = response;
    evaluation.forecast = finding;
    return evaluation;
}

PlaceCounts place(double area_post, double ring_post, double area_pre = 40) {
    return {.area = {.pre = area_pre, .post = area_post, .history = 40.0},
            .ring = AreaCounts{.pre = 40, .post = ring_post, .history = 40.0}};
}

std::string text_of(const Evaluation& evaluation) {
    return wdd::to_text(wdd::describe(evaluation));
}

void expect_says(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in:\n" << text;
}

void expect_does_not_say(const std::string& text, const std::string& part) {
    EXPECT_EQ(text.find(part), std::string::npos) << "'" << part << "' is in:\n" << text;
}

TEST(ForecastMessage, says_what_happened_before_what_it_means) {
    const std::string text = text_of(evaluation_of(place(12, 40), {40, 40}));
    const std::size_t happened = text.find("In the response area 12 incidents were recorded and");
    const std::size_t means = text.find("Very strong evidence of reduction in the response area");
    const std::size_t plain = text.find("The plain test (Weighted Displacement Difference)");
    ASSERT_NE(happened, std::string::npos) << text;
    EXPECT_LT(happened, means);
    EXPECT_LT(means, plain);
    EXPECT_LT(plain, text.find("(z = "));
    expect_says(text, "fewer (95 % interval: ");
    expect_says(text, "p less than 0.001");
}

TEST(ForecastMessage, says_that_incidents_may_have_moved) {
    const std::string text = text_of(evaluation_of(place(12, 68), {40, 40}));
    expect_says(text, "Around it there were ");
    expect_says(text,
                " % more incidents than expected, so incidents may have moved there; area and "
                "surroundings together had ");
    expect_says(text, ", no evidence of reduction overall: what the response area lost may have "
                      "moved nearby.");
    const std::size_t row = text.find("\n  Around it ");
    ASSERT_NE(row, std::string::npos);
    EXPECT_NE(text.substr(row, text.find('\n', row + 1) - row).find(" 68 "), std::string::npos);
}

TEST(ForecastMessage, says_that_the_benefit_may_have_spread) {
    const std::string text = text_of(evaluation_of(place(12, 12), {40, 40}));
    expect_says(text, "so the benefit may have spread there");
    expect_says(text, "evidence of reduction net of what moved nearby");
}

TEST(ForecastMessage, calls_an_increase_one) {
    const std::string text = text_of(evaluation_of(place(90, 40), {40, 40}));
    expect_says(
        text,
        "No evidence of reduction in the response area: there were more incidents than expected (p less than 0.001 for an increase).");
}

TEST(ForecastMessage, says_which_to_trust_only_where_they_disagree) {
    // The control area rose by chance, and the plain test finds a reduction.
    const std::string fooled = text_of(evaluation_of(place(38, 40), {40, 80}));
    expect_says(fooled, "The plain test does report a reduction (p = ");
    expect_says(fooled, "Trust the forecast: crime varies");
    // The control area fell by chance, too, and the plain test finds none.
    const std::string hidden = text_of(evaluation_of(place(10, 20), {60, 15}));
    expect_says(hidden, "The plain test does not find this reduction");
    expect_does_not_say(text_of(evaluation_of(place(5, 20), {40, 40})), "Trust the forecast");
}

Evaluation with_control_ring(const PlaceCounts& response, const wdd::BeforeAfter& ring) {
    Evaluation evaluation = evaluation_of(response, {40, 40});
    evaluation.counts.control_displacement = ring;
    evaluation.statistic = wdd::weighted_displacement_difference(evaluation.counts);
    return evaluation;
}

TEST(ForecastMessage, says_which_to_trust_of_the_surroundings_where_they_disagree) {
    // +28 against +20: z = 8 / sqrt(208) = 0.55. The forecast sees the rise.
    const std::string hidden = text_of(with_control_ring(place(12, 68), {40, 60}));
    expect_says(hidden, "so incidents may have moved there");
    expect_says(
        hidden,
        "Compared with the control area, that is 8 more than expected, a difference that is easily due to chance.\nThe forecast finds ");
    expect_says(hidden, " % more than expected around the response area (p ");
    expect_says(
        hidden,
        "Trust the forecast: it rests on many comparable areas, the plain test on the surroundings of one control area");
    // 0 against -30: z = 30 / sqrt(170) = 2.3, of a control area's surroundings that fell by
    // chance.
    const std::string fooled = text_of(with_control_ring(place(12, 40), {60, 30}));
    expect_says(fooled, "30 more than expected: incidents may have moved there.");
    expect_says(fooled, "The forecast finds no difference around the response area beyond chance");
    expect_does_not_say(text_of(with_control_ring(place(12, 68), {40, 40})),
                        "Trust the forecast: it rests");
}

TEST(ForecastMessage, explains_a_rise_that_goes_away_by_itself) {
    const std::string text = text_of(evaluation_of(place(40, 40, 70), {40, 40}));
    expect_says(
        text,
        "Before the response the area had risen: 70 incidents, against 40 in a usual period.");
    expect_says(text, "regression to the mean");
    expect_does_not_say(text_of(evaluation_of(place(40, 40), {40, 40})), "had risen");
}

TEST(ForecastMessage, says_how_often_the_plain_test_is_wrong_here) {
    Evaluation evaluation = evaluation_of(place(12, 40), {40, 40});
    evaluation.forecast->alarms = wdd::FalseAlarms{.pairs = 1234, .share = 0.187};
    evaluation.forecast->honest =
        wdd::HonestWdd{.standard_error = 21.5, .t = -1.3, .p_one_tailed = 0.1};
    const std::string text = text_of(evaluation);
    expect_says(text, "reports a reduction in 19 % of 1,234 pairs; it promises 5 %.");
    expect_says(text, "(21.50): t = -1.30, one-tailed p = 0.100.");
}

TEST(ForecastMessage, says_why_there_is_none_and_what_the_test_is_worth_then) {
    Evaluation evaluation = evaluation_of(place(12, 40), {40, 40});
    evaluation.forecast->verdict.reset();
    evaluation.forecast->reason = "only 3 comparable areas were found. Give more.";
    const std::string text = text_of(evaluation);
    expect_says(text, "Verdict\n-------\n");
    expect_says(
        text,
        "No forecast from comparable areas: only 3 comparable areas were found. Give more. Without it, be careful:");
    evaluation.forecast.reset();
    expect_does_not_say(text_of(evaluation), "orecast");
}

TEST(ForecastMessage, has_a_summary_that_fits_a_field) {
    Evaluation evaluation = evaluation_of(place(12, 40), {40, 40});
    expect_says(wdd::summary(evaluation), "In the response area 12 incidents were recorded");
    expect_says(wdd::summary(evaluation), "Very strong evidence of reduction");
    EXPECT_LE(wdd::summary(evaluation).size(), 255U);
    evaluation.forecast.reset();
    evaluation.periods.emplace();
    expect_says(wdd::summary(evaluation), "No forecast. Plain test: ");
}

TEST(ForecastMessage, has_a_summary_of_counts_alone) {
    EXPECT_EQ(wdd::summary({}), "No test is possible: all counts are zero.");
    Evaluation counts;
    counts.counts.treated = {207, 110};
    counts.counts.control = {308, 318};
    counts.statistic = wdd::weighted_displacement_difference(counts.counts);
    expect_says(wdd::summary(counts), "Very strong evidence of reduction (z = -3.48");
    expect_says(wdd::summary(counts), "About 107 fewer incidents than expected");
    counts.counts.treated = {1e300, 1e299};
    counts.statistic = wdd::weighted_displacement_difference(counts.counts);
    EXPECT_LE(wdd::summary(counts).size(), wdd::longest_summary);
}

} // namespace
