// SPDX-License-Identifier: MIT
#include "wdd/measures.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "libwdd/csv_rows.hpp"

namespace {

/// Wheeler & Ratcliffe (2018): the first example.
constexpr wdd::Counts philadelphia{.treated = {.pre = 207, .post = 110},
                                   .control = {.pre = 308, .post = 318},
                                   .treated_displacement = {.pre = 178, .post = 157},
                                   .control_displacement = {.pre = 150, .post = 140}};

/// Regressions and tests of R, row by row with published_examples.csv: see measures.R.
struct Example {
    std::string name;
    wdd::Counts counts;
    wdd::Weights weights;
    csv_rows::Row expected;
};

std::vector<Example> examples_in_r() {
    const auto designs = csv_rows::read(REFERENCE_DIR "/published_examples.csv");
    const auto rows = csv_rows::read(REFERENCE_DIR "/measures.csv");
    EXPECT_EQ(designs.size(), rows.size());
    std::vector<Example> result;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto n = [&](const char* name) { return designs[i].number(name); };
        EXPECT_EQ(designs[i].text("name"), rows[i].text("name"));
        result.push_back(
            {.name = rows[i].text("name"),
             .counts = {.treated = {.pre = n("t_pre"), .post = n("t_post")},
                        .control = {.pre = n("c_pre"), .post = n("c_post")},
                        .treated_displacement = {.pre = n("dt_pre"), .post = n("dt_post")},
                        .control_displacement = {.pre = n("dc_pre"), .post = n("dc_post")}},
             .weights = {.time = {.pre = n("w_pre"), .post = n("w_post")},
                         .area = {.treated = n("a_t"),
                                  .control = n("a_c"),
                                  .treated_displacement = n("a_dt"),
                                  .control_displacement = n("a_dc")}},
             .expected = rows[i]});
    }
    return result;
}

void expect_as_in_r(const Example& example, const char* column, std::optional<double> found) {
    const auto expected = example.expected.optional_number(column);
    ASSERT_EQ(found.has_value(), expected.has_value()) << example.name << ' ' << column;
    if (expected) {
        EXPECT_NEAR(*found, *expected, 1e-10 * std::max(1e-3, std::abs(*expected)))
            << example.name << ' ' << column;
    }
}

wdd::Counts without_rings(double t0, double t1, double c0, double c1) {
    return {.treated = {.pre = t0, .post = t1},
            .control = {.pre = c0, .post = c1},
            .treated_displacement = {},
            .control_displacement = {}};
}

} // namespace

TEST(Measures, all_are_those_of_rs_regressions_and_tests) {
    const auto examples = examples_in_r();
    ASSERT_EQ(examples.size(), 40U);
    for (const Example& example : examples) {
        const auto found = wdd::measures(example.counts, example.weights);
        const wdd::DisplacementQuotients& quotients = found.quotients;
        expect_as_in_r(example, "gross_effect", quotients.gross_effect);
        expect_as_in_r(example, "net_effect", quotients.net_effect);
        expect_as_in_r(example, "quotient", quotients.quotient);
        expect_as_in_r(example, "total_net_effect", quotients.total_net_effect);
        expect_as_in_r(example, "share_of_expected", found.share_of_expected);
        ASSERT_TRUE(found.rate_ratio) << example.name;
        expect_as_in_r(example, "rate_ratio", found.rate_ratio->ratio);
        expect_as_in_r(example, "rate_ratio_low", found.rate_ratio->low);
        expect_as_in_r(example, "rate_ratio_high", found.rate_ratio->high);
        expect_as_in_r(example, "log_standard_error", found.rate_ratio->log_standard_error);
        const auto exact = [&](double wdd::ExactTest::*p) {
            return found.exact ? std::optional((*found.exact).*p) : std::nullopt;
        };
        expect_as_in_r(example, "p_exact", exact(&wdd::ExactTest::p));
        expect_as_in_r(example, "p_mid", exact(&wdd::ExactTest::p_mid));
        expect_as_in_r(example, "probability_of_reduction", found.probability_of_reduction);
    }
}

TEST(Measures, exact_and_mid_p_are_those_of_r) {
    const auto rows = csv_rows::read(REFERENCE_DIR "/exact_examples.csv");
    ASSERT_EQ(rows.size(), 23U);
    for (const csv_rows::Row& row : rows) {
        const auto found = wdd::exact_test(without_rings(row.number("B"), row.number("A"), 0, 0));
        ASSERT_TRUE(found);
        const double exact = row.number("p_exact");
        const double mid = row.number("p_mid");
        EXPECT_NEAR(found->p, exact, 1e-11 * exact) << row.text("name");
        EXPECT_NEAR(found->p_mid, mid, 1e-11 * mid) << row.text("name");
    }
}

TEST(Measures, exact_p_counts_every_zone_on_its_side) {
    const auto found = wdd::exact_test(philadelphia);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->p, 0.0015587, 5e-8);
    EXPECT_NEAR(found->p_mid, 0.0014401, 5e-8);
    EXPECT_NEAR(wdd::exact_test(without_rings(6, 1, 5, 5))->p, 0.16615, 5e-6);
}

TEST(Measures, there_is_no_exact_p_with_weights_or_parts_of_incidents) {
    EXPECT_FALSE(wdd::exact_test(philadelphia, {.time = {.pre = 2, .post = 1}, .area = {}}));
    EXPECT_FALSE(wdd::exact_test(without_rings(6.5, 1, 5, 5)));
    EXPECT_FALSE(wdd::exact_test({}));
    EXPECT_FALSE(wdd::probability_of_reduction({}));
}

TEST(Measures, probability_of_a_reduction) {
    EXPECT_NEAR(*wdd::probability_of_reduction(philadelphia), 0.998564, 5e-7);
    EXPECT_NEAR(*wdd::probability_of_reduction(without_rings(5, 5, 5, 5)), 0.5, 1e-12);
}

TEST(Measures, relative_rate_ratio_of_wheelers_example) {
    const auto found = wdd::relative_rate_ratio(without_rings(50, 30, 60, 55));
    ASSERT_TRUE(found);
    EXPECT_NEAR(std::log(found->ratio), -0.4238142, 5e-8);
    EXPECT_NEAR(found->log_standard_error, 0.296954, 5e-7);
    // exp(-0.4238142 -+ 1.959964 x 0.296954)
    EXPECT_NEAR(found->low, 0.365736, 5e-6);
    EXPECT_NEAR(found->high, 1.171409, 5e-6);
}

TEST(Measures, relative_rate_ratio_with_a_zero_adds_half_to_all) {
    const auto found = wdd::relative_rate_ratio(without_rings(4, 0, 5, 5));
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->ratio, 0.5 / 4.5, 1e-12);
    EXPECT_NEAR(found->log_standard_error, std::sqrt(1 / 4.5 + 1 / 0.5 + 2 / 5.5), 1e-12);
    EXPECT_FALSE(wdd::relative_rate_ratio({}));
}

TEST(Measures, displacement_quotient_of_the_first_example) {
    const wdd::DisplacementQuotients found = wdd::displacement_quotients(philadelphia);
    EXPECT_EQ(found.gross_effect, 97);
    ASSERT_TRUE(found.net_effect && found.quotient && found.total_net_effect);
    EXPECT_NEAR(*found.net_effect, 207.0 / 308 - 110.0 / 318, 1e-12);
    EXPECT_NEAR(*found.quotient, 0.258186, 5e-7);
    const double change = 318.0 / 308;
    EXPECT_NEAR(*found.total_net_effect, 207 * change - 110 + 178 * change - 157, 1e-9);
}

TEST(Measures, there_is_no_quotient_where_nothing_was_prevented) {
    wdd::Counts risen = philadelphia;
    risen.treated = {.pre = 110, .post = 207};
    EXPECT_FALSE(wdd::displacement_quotients(risen).quotient);
    EXPECT_TRUE(wdd::displacement_quotients(risen).net_effect);
    EXPECT_FALSE(wdd::displacement_quotients(without_rings(20, 10, 5, 5)).quotient);
    const auto no_control = wdd::displacement_quotients(without_rings(20, 10, 0, 5));
    EXPECT_FALSE(no_control.net_effect);
    EXPECT_FALSE(no_control.total_net_effect);
}

TEST(Measures, share_of_expected) {
    // 97 fewer where 10 more were to be expected: 217.
    EXPECT_NEAR(*wdd::share_of_expected(philadelphia), -107.0 / 217, 1e-12);
    EXPECT_FALSE(wdd::share_of_expected(without_rings(0, 3, 9, 9)));
    // Per day: 80 in two months, 20 in one; 100 and 50. As many were to be expected as before.
    EXPECT_NEAR(*wdd::share_of_expected(without_rings(80, 20, 100, 50),
                                        {.time = {.pre = 2, .post = 1}, .area = {}}),
                -0.5, 1e-12);
}

TEST(Measures, an_impossible_count_is_refused_by_all) {
    const wdd::Counts negative = without_rings(-1, 2, 3, 4);
    EXPECT_THROW(wdd::measures(negative), std::invalid_argument);
    EXPECT_THROW(wdd::relative_rate_ratio(negative), std::invalid_argument);
    EXPECT_THROW(wdd::exact_test(negative), std::invalid_argument);
    EXPECT_THROW(wdd::displacement_quotients(negative), std::invalid_argument);
    EXPECT_THROW(wdd::relative_rate_ratio(philadelphia, 1), std::invalid_argument);
}
