// SPDX-License-Identifier: MIT
#include "wdd/placebo.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using wdd::compare_with_placebos;

TEST(Placebo, p_counts_the_observed_among_the_placebos) {
    const auto found = compare_with_placebos(-2, {0.5, -3, 1, -2.5, -1, 0, 2, -0.5, 0.1});
    EXPECT_EQ(found.at_or_below, 2U);
    EXPECT_DOUBLE_EQ(found.p_empirical, 0.3); // (1 + 2) / (9 + 1)
    EXPECT_DOUBLE_EQ(compare_with_placebos(-9, {0, 1, 2}).p_empirical, 0.25);
    EXPECT_DOUBLE_EQ(compare_with_placebos(9, {0, 1, 2}).p_empirical, 1);
}

TEST(Placebo, both_tails_are_counted) {
    const auto found = compare_with_placebos(1, {0.5, -3, 1, 2});
    EXPECT_EQ(found.at_or_below, 3U);
    EXPECT_EQ(found.at_or_above, 2U);
    EXPECT_DOUBLE_EQ(found.p_empirical, 0.8);
    EXPECT_DOUBLE_EQ(found.p_increase, 0.6);
}

TEST(Placebo, ties_count_even_if_their_last_digits_differ) {
    EXPECT_EQ(compare_with_placebos(-1, {-1, 0}).at_or_below, 1U);
    const double a = -1 / std::sqrt(2.0);
    for (const double b : {-3 / std::sqrt(18.0), -5 / std::sqrt(50.0), -7 / std::sqrt(98.0)}) {
        EXPECT_EQ(compare_with_placebos(a, {b}).at_or_below, 1U);
        EXPECT_EQ(compare_with_placebos(b, {a}).at_or_below, 1U);
    }
    EXPECT_EQ(compare_with_placebos(-1, {-1 + 1e-9}).at_or_below, 0U);
}

// Worked out by hand from the six values.
TEST(Placebo, mean_and_deviation_are_those_of_the_sample) {
    const auto found = compare_with_placebos(0, {2, -3, 0.25, -1, 2.5, -2.5});
    EXPECT_NEAR(found.mean.value(), -1.75 / 6, 1e-15);
    EXPECT_NEAR(found.deviation.value(),
                std::sqrt((9 + 6.25 + 1 + 0.0625 + 4 + 6.25 - 6 * std::pow(1.75 / 6, 2)) / 5),
                1e-12);
    EXPECT_DOUBLE_EQ(found.share_p_005.value(), 2.0 / 6);
    EXPECT_DOUBLE_EQ(found.share_two_005.value(), 4.0 / 6);
}

TEST(Placebo, what_few_placebos_cannot_have_has_no_value) {
    const auto none = compare_with_placebos(-1, {});
    EXPECT_EQ(none.p_empirical, 1);
    EXPECT_FALSE(none.mean || none.deviation || none.share_p_005);
    EXPECT_FALSE(compare_with_placebos(-1, {0}).deviation);
    EXPECT_THROW(compare_with_placebos(-1, {std::numeric_limits<double>::quiet_NaN()}),
                 std::invalid_argument);
    EXPECT_THROW(compare_with_placebos(std::numeric_limits<double>::infinity(), {0}),
                 std::invalid_argument);
}

// Type 7 by hand: the value at rank share x (n - 1), counted from 0, between neighbours by a
// straight line.
TEST(Placebo, quantiles_are_those_of_R) {
    const std::vector<double> values{1, 2, 4, 8};
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0), 1);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0.1), 1.3);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0.5), 3);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 0.95), 7.4);
    EXPECT_DOUBLE_EQ(wdd::quantile(values, 1), 8);
    EXPECT_THROW(wdd::quantile({}, 0.5), std::invalid_argument);
    EXPECT_THROW(wdd::quantile(values, 1.1), std::invalid_argument);
    EXPECT_NEAR(wdd::normal_quantile(0.05), -1.6448536269514722, 1e-14);
}

wdd::Evaluation philadelphia() {
    wdd::Evaluation evaluation;
    evaluation.counts = {{207, 110}, {308, 318}, {178, 157}, {150, 140}};
    evaluation.statistic = wdd::weighted_displacement_difference(evaluation.counts);
    return evaluation;
}

wdd::PlaceboFamily family_of(wdd::PlaceboKind kind, std::vector<double> z) {
    wdd::PlaceboFamily family;
    family.kind = kind;
    family.distribution = compare_with_placebos(*philadelphia().statistic.z, std::move(z));
    family.apart = family.distribution;
    return family;
}

std::vector<double> evenly(int count, double from, double to) {
    std::vector<double> z;
    for (int i = 0; i < count; ++i) {
        z.push_back(from + (to - from) * i / (count - 1));
    }
    return z;
}

std::string text_of(const std::vector<wdd::PlaceboFamily>& families) {
    return wdd::to_text(wdd::describe_placebos(philadelphia(), families));
}

void expect_says(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in:\n" << text;
}

TEST(PlaceboMessage, says_whether_the_observed_z_is_unusual) {
    const std::string rare = text_of({family_of(wdd::PlaceboKind::date, evenly(99, -2, 2))});
    expect_says(rare, "0 of 99 earlier dates that share no day gave a z as low as the observed "
                      "-2.9800 or lower, empirical one-tailed p = 0.0100. So low a z is unusual");
    expect_says(rare, "p = 0.00144 if z is normal");
    const std::string common =
        text_of({family_of(wdd::PlaceboKind::relocation, evenly(99, -6, 2))});
    expect_says(common, "by this comparison it is no evidence of a reduction");
    expect_says(common, "so the normal p-value is too small");
}

TEST(PlaceboMessage, says_too_where_the_reduction_is) {
    wdd::Evaluation evaluation;
    evaluation.counts = {{100, 140}, {100, 190}, {}, {}};
    evaluation.statistic = wdd::weighted_displacement_difference(evaluation.counts);
    wdd::PlaceboFamily family;
    family.distribution = compare_with_placebos(*evaluation.statistic.z, evenly(99, -2, 2));
    family.apart = family.distribution;
    expect_says(wdd::to_text(wdd::describe_placebos(evaluation, {{family}})),
                "did not fall in the response area (100 to 140)");
}

TEST(PlaceboMessage, warns_of_fewer_than_nineteen_placebos) {
    const std::string few = text_of({family_of(wdd::PlaceboKind::candidate, evenly(18, -2, 2))});
    expect_says(few, "cannot reach 0.05");
    expect_says(few,
                "the smallest p that they can give is 0.0526. This comparison gives no verdict");
    expect_says(few, "cannot be judged by 18 candidate zones");
    const std::string enough = text_of({family_of(wdd::PlaceboKind::candidate, evenly(19, -2, 2))});
    EXPECT_EQ(enough.find("cannot reach"), std::string::npos);
}

TEST(PlaceboMessage, rests_on_the_windows_that_share_no_day) {
    wdd::PlaceboFamily family = family_of(wdd::PlaceboKind::date, evenly(999, -2, 2));
    family.apart = compare_with_placebos(*philadelphia().statistic.z, {0.5, -1, 2, 1});
    EXPECT_EQ(wdd::verdict_of(family), wdd::PlaceboVerdict::too_few);
    const std::string text = text_of({family});
    expect_says(text, "cannot be judged by 4 earlier dates that share no day");
    expect_says(text, "empirical one-tailed p = 0.200.");
    expect_says(text, "Of all 999 earlier dates tried, 0 gave a z as low. That share is a picture "
                      "and no p-value");
    EXPECT_EQ(text.find("unusual at"), std::string::npos);
    EXPECT_EQ(text.find("0.00100"), std::string::npos); // 1 / 1000
}

/// A rise is no reduction, however rare: 99 placebos below it, none above.
TEST(PlaceboMessage, calls_no_rise_unusually_low) {
    wdd::Evaluation evaluation;
    evaluation.counts = {{110, 207}, {318, 308}, {}, {}};
    evaluation.statistic = wdd::weighted_displacement_difference(evaluation.counts);
    wdd::PlaceboFamily family;
    family.kind = wdd::PlaceboKind::relocation;
    family.distribution = compare_with_placebos(*evaluation.statistic.z, evenly(99, -2, 2));
    family.apart = family.distribution;
    EXPECT_EQ(wdd::verdict_of(family), wdd::PlaceboVerdict::no_reduction);
    const std::string text = wdd::to_text(wdd::describe_placebos(evaluation, {{family}}));
    expect_says(text,
                "does not point to a reduction, so there is none that placebos could confirm");
    expect_says(text,
                "0 of 99 random pairs of places that share no ground gave a z as high as the "
                "observed 3.4844 or higher, empirical one-tailed p = 0.0100 (of an increase)");
    EXPECT_EQ(text.find("unusual"), std::string::npos);
    EXPECT_EQ(text.find("So low"), std::string::npos);
}

TEST(PlaceboMessage, draws_all_placebos_and_marks_the_observed_z) {
    const auto families = {family_of(wdd::PlaceboKind::date, {-2.5, -2.2, 0.1, 0.2, 1.9})};
    const wdd::Message message = wdd::describe_placebos(philadelphia(), families);
    const std::string text = wdd::to_text(message);
    expect_says(text, "-3 to -2  ################################################## 2");
    expect_says(text, "<- observed z = -2.98");
    const std::string html = wdd::to_html(message);
    expect_says(html, "<svg ");
    expect_says(html, "observed z = -2.98</text>");
    expect_says(html, "z &lt;= -1.645");
}

TEST(PlaceboMessage, needs_an_observed_z) {
    EXPECT_THROW(wdd::describe_placebos({}, {}), std::invalid_argument);
}

} // namespace
