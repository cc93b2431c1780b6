// SPDX-License-Identifier: MIT
#include "wdd/statistic.hpp"

#include <cmath>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "libwdd/csv_rows.hpp"

namespace {

constexpr double one_tailed_level = 0.05;
constexpr int replicates = 20'000;

void expect_rate(int found, double expected, const std::string& what) {
    constexpr double standard_errors = 4.5;
    EXPECT_NEAR(static_cast<double>(found) / replicates, expected,
                standard_errors * std::sqrt(expected * (1 - expected) / replicates))
        << what;
}

/// Counts of two areas without any effect, as a row of weighted_size.csv has them: `treated` crimes
/// in the response area after, in proportion before and in the control area.
wdd::Counts drawn(double treated, double pre, double post, double scale, std::mt19937_64& random) {
    const auto count = [&random](double mean) {
        return static_cast<double>(std::poisson_distribution<int>(mean)(random));
    };
    return {.treated = {count(treated * pre / post), count(treated)},
            .control = {count(treated * scale * pre / post), count(treated * scale)},
            .treated_displacement = {},
            .control_displacement = {}};
}

} // namespace

TEST(StatisticReference, the_normal_p_is_near_the_exact_one) {
    const auto rows = csv_rows::read(REFERENCE_DIR "/exact_examples.csv");
    ASSERT_EQ(rows.size(), 23U);
    for (const csv_rows::Row& row : rows) {
        // Without weights all that the test sees is A and B.
        wdd::Counts counts;
        counts.treated = {.pre = row.number("B"), .post = row.number("A")};
        const auto found = wdd::weighted_displacement_difference(counts);
        const std::string& name = row.text("name");
        const double normal = row.number("p_normal");
        EXPECT_NEAR(*found.z, row.number("Z"), 1e-12 * std::abs(row.number("Z"))) << name;
        EXPECT_NEAR(*found.p_one_tailed, normal, 1e-12 * normal) << name;
        EXPECT_NEAR(*found.p_one_tailed, row.number("p_mid"), 0.002) << name;
        EXPECT_LT(*found.p_one_tailed, row.number("p_exact")) << name;
    }
}

TEST(StatisticReference, weights_cost_the_test_its_size_as_simulated_in_r) {
    const auto rows = csv_rows::read(REFERENCE_DIR "/weighted_size.csv");
    ASSERT_EQ(rows.size(), 54U);
    std::mt19937_64 random(20261128); // NOLINT(cert-msc51-cpp): the same draws in every run
    for (const csv_rows::Row& row : rows) {
        const double pre = row.number("time_pre");
        const double post = row.number("time_post");
        const double scale = row.number("control_scale");
        const double treated = row.number("treated_mean_post");
        const wdd::Weights weights{.time = {.pre = pre, .post = post}, .area = {.control = scale}};
        int lower = 0;
        int upper = 0;
        int covered = 0;
        for (int i = 0; i < replicates; ++i) {
            const auto found = wdd::weighted_displacement_difference(
                drawn(treated, pre, post, scale, random), weights);
            lower += found.p_one_tailed && *found.p_one_tailed < one_tailed_level ? 1 : 0;
            upper += found.p_one_tailed && *found.p_one_tailed > 1 - one_tailed_level ? 1 : 0;
            // Without a single crime there is no interval; the reference has one of no width at 0.
            covered += !found.ci_low || (*found.ci_low <= 0 && *found.ci_high >= 0) ? 1 : 0;
        }
        const std::string what = "periods " + row.text("time_pre") + ":" + row.text("time_post") +
                                 ", control x " + row.text("control_scale") + ", mean " +
                                 row.text("treated_mean_post");
        expect_rate(lower, row.number("rej05_lower"), what + ", reductions");
        expect_rate(upper, row.number("rej05_upper"), what + ", increases");
        expect_rate(covered, row.number("cover95"), what + ", coverage");
    }
}
