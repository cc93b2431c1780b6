// SPDX-License-Identifier: MIT
#include "wdd/statistic.hpp"

#include "libwdd/csv_rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

using wdd::Counts;
using wdd::Evidence;
using wdd::Statistic;
using wdd::weighted_displacement_difference;
using wdd::Weights;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Philadelphia, Wheeler & Ratcliffe (2018).
const Counts philadelphia{.treated = {207, 110},
                          .control = {308, 318},
                          .treated_displacement = {178, 157},
                          .control_displacement = {150, 140}};

testing::AssertionResult agrees(double actual, double expected, double relative) {
    if (std::abs(actual - expected) <= relative * std::abs(expected)) {
        return testing::AssertionSuccess();
    }
    return testing::AssertionFailure()
           << testing::PrintToString(actual) << " is not " << testing::PrintToString(expected)
           << " within " << relative << " of it (off by " << (actual - expected) / expected << ")";
}

testing::AssertionResult agrees(std::optional<double> actual, std::optional<double> expected,
                                double relative) {
    if (actual && expected) {
        return agrees(*actual, *expected, relative);
    }
    return actual.has_value() == expected.has_value()
               ? testing::AssertionSuccess()
               : testing::AssertionFailure()
                     << (actual ? "a value where none" : "no value where one") << " was expected";
}

std::string refusal(const Counts& counts, const Weights& weights = {}, double confidence = 0.95) {
    try {
        weighted_displacement_difference(counts, weights, confidence);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "not refused";
}

Statistic of_grid_row(const csv_rows::Row& row) {
    const auto n = [&](const char* name) { return row.number(name); };
    return weighted_displacement_difference(
        {.treated = {n("treated_pre"), n("treated_post")},
         .control = {n("control_pre"), n("control_post")},
         .treated_displacement = {n("treated_displacement_pre"), n("treated_displacement_post")},
         .control_displacement = {n("control_displacement_pre"), n("control_displacement_post")}},
        {.time = {n("time_pre"), n("time_post")},
         .area = {n("area_treated"), n("area_control"), n("area_treated_displacement"),
                  n("area_control_displacement")}},
        n("confidence"));
}

// ptools calls the control c, the treated t, and puts a d before them for displacement areas.
Statistic of_ptools_row(const csv_rows::Row& row) {
    const auto n = [&](const char* name) { return row.number(name); };
    return weighted_displacement_difference(
        {.treated = {n("t_pre"), n("t_post")},
         .control = {n("c_pre"), n("c_post")},
         .treated_displacement = {n("dt_pre"), n("dt_post")},
         .control_displacement = {n("dc_pre"), n("dc_post")}},
        {.time = {n("w_pre"), n("w_post")}, .area = {n("a_t"), n("a_c"), n("a_dt"), n("a_dc")}},
        1 - n("alpha"));
}

TEST(Statistic, agrees_with_ptools_on_a_thousand_designs) {
    const auto rows = csv_rows::read(REFERENCE_DIR "/wdd_grid.csv");
    ASSERT_EQ(rows.size(), 1000U);
    constexpr double relative = 1e-12;
    for (const csv_rows::Row& row : rows) {
        SCOPED_TRACE("id " + row.text("id"));
        const Statistic actual = of_grid_row(row);
        const auto n = [&](const char* name) { return row.number(name); };
        EXPECT_TRUE(agrees(actual.local.estimate, n("local_estimate"), relative));
        EXPECT_TRUE(agrees(actual.local.standard_error, n("local_se"), relative));
        EXPECT_TRUE(agrees(actual.displacement.estimate, n("displacement_estimate"), relative));
        EXPECT_TRUE(agrees(actual.displacement.standard_error, n("displacement_se"), relative));
        EXPECT_TRUE(agrees(actual.total.estimate, n("total_estimate"), relative));
        EXPECT_TRUE(agrees(actual.total.standard_error, n("total_se"), relative));
        EXPECT_TRUE(agrees(actual.z, row.optional_number("z"), relative));
        EXPECT_TRUE(agrees(actual.p_one_tailed, row.optional_number("p_one_tailed"), relative));
        EXPECT_TRUE(agrees(actual.ci_low, row.optional_number("ci_low"), relative));
        EXPECT_TRUE(agrees(actual.ci_high, row.optional_number("ci_high"), relative));
    }
}

TEST(Statistic, agrees_with_the_worked_examples_of_papers_and_posts) {
    const auto rows = csv_rows::read(REFERENCE_DIR "/published_examples.csv");
    ASSERT_FALSE(rows.empty());
    constexpr double relative = 1e-12;
    for (const csv_rows::Row& row : rows) {
        SCOPED_TRACE(row.text("name"));
        const Statistic actual = of_ptools_row(row);
        const auto n = [&](const char* name) { return row.number(name); };
        EXPECT_TRUE(agrees(actual.local.estimate, n("Est_Local"), relative));
        EXPECT_TRUE(agrees(actual.local.standard_error, n("SE_Local"), relative));
        EXPECT_TRUE(agrees(actual.displacement.estimate, n("Est_Displace"), relative));
        EXPECT_TRUE(agrees(actual.displacement.standard_error, n("SE_Displace"), relative));
        EXPECT_TRUE(agrees(actual.total.estimate, n("Est_Total"), relative));
        EXPECT_TRUE(agrees(actual.total.standard_error, n("SE_Total"), relative));
        EXPECT_TRUE(agrees(actual.z, row.optional_number("Z"), relative));
        EXPECT_TRUE(agrees(actual.p_one_tailed, row.optional_number("p"), relative));
        EXPECT_TRUE(agrees(actual.ci_low, row.optional_number("LowCI"), relative));
        EXPECT_TRUE(agrees(actual.ci_high, row.optional_number("HighCI"), relative));
    }
}

// The scale k of a published row makes a larger control area comparable: its area weight.
class PublishedCity : public testing::TestWithParam<const char*> {};

TEST_P(PublishedCity, is_reproduced_for_every_kind_of_control_area) {
    const auto rows = csv_rows::read(std::string(REFERENCE_DIR "/published/") + GetParam());
    ASSERT_FALSE(rows.empty());
    for (const csv_rows::Row& row : rows) {
        SCOPED_TRACE(row.text("method"));
        const auto n = [&](const char* name) { return row.number(name); };
        Counts counts;
        counts.treated = {n("T0"), n("T1")};
        counts.control = {n("C0"), n("C1")};
        Weights weights;
        weights.area.control = n("k");
        const Statistic actual = weighted_displacement_difference(counts, weights);
        constexpr double relative = 1e-12;
        EXPECT_TRUE(agrees(actual.total.estimate, n("est"), relative));
        EXPECT_TRUE(agrees(actual.total.standard_error, n("se"), relative));
        EXPECT_TRUE(agrees(actual.z, n("z"), relative));
        EXPECT_TRUE(agrees(actual.ci_low, n("low95"), relative));
        EXPECT_TRUE(agrees(actual.ci_high, n("high95"), relative));
    }
}

INSTANTIATE_TEST_SUITE_P(Statistic, PublishedCity,
                         testing::Values("dallas_property_wdd.csv", "dallas_violent_wdd.csv",
                                         "nyc_property_wdd.csv", "nyc_violent_wdd.csv"));

TEST(Statistic, of_the_philadelphia_paper_is_a_strong_reduction_of_118) {
    const Statistic actual = weighted_displacement_difference(philadelphia);
    EXPECT_EQ(actual.local.estimate, -107);
    EXPECT_EQ(actual.displacement.estimate, -11);
    EXPECT_EQ(actual.total.estimate, -118);
    EXPECT_TRUE(agrees(actual.total.standard_error, std::sqrt(1568.0), 1e-15));
    EXPECT_EQ(actual.displacement.standard_error, 25);
    EXPECT_TRUE(agrees(actual.z, -2.9799500064290219, 1e-13));
    EXPECT_TRUE(agrees(actual.p_one_tailed, 0.0014414771524903188, 1e-13));
    EXPECT_EQ(actual.confidence, 0.95);
    EXPECT_EQ(actual.evidence, Evidence::strong);
}

TEST(Statistic, divides_the_variance_by_the_square_of_the_time_weight) {
    const Statistic actual = weighted_displacement_difference({.treated = {80, 20},
                                                               .control = {100, 50},
                                                               .treated_displacement = {},
                                                               .control_displacement = {}},
                                                              {.time = {2, 1}, .area = {}});
    EXPECT_EQ(actual.total.estimate, -20);
    EXPECT_TRUE(agrees(actual.total.standard_error, std::sqrt(115.0), 1e-15));
}

TEST(Statistic, gives_each_area_weight_to_its_own_zone) {
    const Statistic actual =
        weighted_displacement_difference(philadelphia, {.time = {},
                                                        .area = {.treated = 1.2,
                                                                 .control = 0.9,
                                                                 .treated_displacement = 1.5,
                                                                 .control_displacement = 1.6}});
    EXPECT_NEAR(actual.local.estimate, -91.944444444444414, 1e-12);
    EXPECT_NEAR(actual.displacement.estimate, -7.75, 1e-12);
    EXPECT_NEAR(actual.total.standard_error, 35.42807550447268, 1e-12);
}

TEST(Statistic, of_eight_zeros_is_zero_without_z_p_or_interval) {
    const Statistic actual = weighted_displacement_difference({});
    EXPECT_EQ(actual.total.estimate, 0);
    EXPECT_EQ(actual.total.standard_error, 0);
    EXPECT_FALSE(actual.z);
    EXPECT_FALSE(actual.p_one_tailed);
    EXPECT_FALSE(actual.ci_low);
    EXPECT_FALSE(actual.ci_high);
    EXPECT_EQ(actual.evidence, Evidence::none);
}

TEST(Statistic, of_one_crime_before_is_defined) {
    Counts counts;
    counts.treated.pre = 1;
    const Statistic actual = weighted_displacement_difference(counts);
    EXPECT_EQ(actual.z, -1);
    EXPECT_EQ(actual.displacement.standard_error, 0);
    EXPECT_TRUE(agrees(actual.p_one_tailed, 0.15865525393145705, 1e-14));
}

TEST(Statistic, accepts_counts_that_are_not_whole) {
    Counts counts;
    counts.treated = {2.5, 1.25};
    EXPECT_EQ(weighted_displacement_difference(counts).total.estimate, -1.25);
}

TEST(Statistic, has_a_p_of_zero_or_one_beyond_the_reach_of_a_double) {
    Counts counts;
    counts.treated.pre = 1e8;
    EXPECT_EQ(weighted_displacement_difference(counts).p_one_tailed, 0);
    std::swap(counts.treated.pre, counts.treated.post);
    EXPECT_EQ(weighted_displacement_difference(counts).p_one_tailed, 1);
}

TEST(Statistic, has_a_finite_interval_at_the_confidence_nearest_to_one) {
    const double confidence = std::nextafter(1.0, 0.0);
    const Statistic actual = weighted_displacement_difference(philadelphia, {}, confidence);
    // mpmath, 30 digits: the normal quantile with 2^-54 above it is 8.29236107581359553
    EXPECT_TRUE(agrees(actual.ci_high, -118 + 8.2923610758135955 * std::sqrt(1568.0), 1e-12));
}

TEST(Statistic, names_the_count_it_refuses) {
    Counts counts = philadelphia;
    counts.treated.pre = -3;
    EXPECT_EQ(refusal(counts), "treated_pre is -3: expected a finite number that is 0 or more");
    counts = philadelphia;
    counts.control.post = not_a_number;
    EXPECT_EQ(refusal(counts), "control_post is nan: expected a finite number that is 0 or more");
    counts = philadelphia;
    counts.treated_displacement.post = infinity;
    EXPECT_EQ(refusal(counts),
              "treated_displacement_post is inf: expected a finite number that is 0 or more");
    counts = philadelphia;
    counts.control_displacement.pre = -0.5;
    EXPECT_EQ(refusal(counts),
              "control_displacement_pre is -0.5: expected a finite number that is 0 or more");
}

TEST(Statistic, names_the_weight_it_refuses) {
    Weights weights;
    weights.time.pre = 0;
    EXPECT_EQ(refusal(philadelphia, weights),
              "the weight time_pre is 0: expected a finite number above 0");
    weights = {};
    weights.time.post = not_a_number;
    EXPECT_EQ(refusal(philadelphia, weights),
              "the weight time_post is nan: expected a finite number above 0");
    weights = {};
    weights.area.control = infinity;
    EXPECT_EQ(refusal(philadelphia, weights),
              "the weight area_control is inf: expected a finite number above 0");
    weights = {};
    weights.area.control_displacement = -1;
    EXPECT_EQ(refusal({}, weights),
              "the weight area_control_displacement is -1: expected a finite number above 0");
}

TEST(Statistic, refuses_a_confidence_that_is_not_between_zero_and_one) {
    for (const double confidence : {0.0, 1.0, -0.1, 95.0, infinity, not_a_number}) {
        EXPECT_NE(refusal(philadelphia, {}, confidence).find("confidence is "), std::string::npos)
            << confidence;
    }
    EXPECT_EQ(refusal(philadelphia, {}, 95),
              "confidence is 95: expected a number between 0 and 1, both excluded, such as 0.95");
}

TEST(Statistic, says_so_when_counts_or_weights_leave_the_range_of_numbers) {
    Weights weights;
    weights.time.pre = 1e-200;
    weights.area.treated = 1e-200;
    EXPECT_THROW(weighted_displacement_difference(philadelphia, weights), std::domain_error);
    weights.time.pre = 1e200;
    weights.area.treated = 1e200;
    EXPECT_THROW(weighted_displacement_difference(philadelphia, weights), std::domain_error);
    weights = {};
    weights.time = {1e-170, 1e-170};
    EXPECT_THROW(weighted_displacement_difference(philadelphia, weights), std::domain_error);
    weights.time = {1e200, 1e200};
    EXPECT_THROW(weighted_displacement_difference(philadelphia, weights), std::domain_error);
}

TEST(Evidence, changes_its_class_at_the_published_z_and_not_before) {
    const auto just_above = [](double z) { return std::nextafter(z, 0.0); };
    const auto just_below = [](double z) { return std::nextafter(z, -infinity); };

    struct Step {
        double z;
        Evidence above;
        Evidence at;
    };

    for (const Step& step : {Step{-1.3, Evidence::none, Evidence::weak},
                             Step{-1.6, Evidence::weak, Evidence::moderate},
                             Step{-2.3, Evidence::moderate, Evidence::strong},
                             Step{-3.1, Evidence::strong, Evidence::very_strong}}) {
        EXPECT_EQ(wdd::evidence_for(just_above(step.z)), step.above) << step.z;
        EXPECT_EQ(wdd::evidence_for(step.z), step.at) << step.z;
        EXPECT_EQ(wdd::evidence_for(just_below(step.z)), step.at) << step.z;
    }
}

TEST(Evidence, is_none_for_an_increase_and_for_what_is_no_number) {
    EXPECT_EQ(wdd::evidence_for(0), Evidence::none);
    EXPECT_EQ(wdd::evidence_for(5), Evidence::none);
    EXPECT_EQ(wdd::evidence_for(not_a_number), Evidence::none);
    EXPECT_EQ(wdd::evidence_for(-infinity), Evidence::very_strong);
}

TEST(Evidence, is_named_in_the_words_of_the_paper) {
    EXPECT_EQ(wdd::evidence_name(Evidence::none), "none");
    EXPECT_EQ(wdd::evidence_name(Evidence::weak), "weak");
    EXPECT_EQ(wdd::evidence_name(Evidence::moderate), "moderate");
    EXPECT_EQ(wdd::evidence_name(Evidence::strong), "strong");
    EXPECT_EQ(wdd::evidence_name(Evidence::very_strong), "very strong");
    EXPECT_THROW(wdd::evidence_name(static_cast<Evidence>(99)), std::invalid_argument);
}

} // namespace
