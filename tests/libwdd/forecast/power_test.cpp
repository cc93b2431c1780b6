// SPDX-License-Identifier: MIT
#include "wdd/power.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace {

constexpr int draws = 40'000;

/// Counts drawn as gamma mixtures of Poisson's.
class Drawn {
  public:
    Drawn(double mean, double variance) : m_gamma(1 / variance, variance * mean) {}

    double operator()(std::mt19937_64& random) {
        return std::poisson_distribution<int>(m_gamma(random))(random);
    }

  private:
    std::gamma_distribution<double> m_gamma;
};

/// The share of counts with a true reduction whose mid-p, reckoned by counting draws without
/// effect, is 0.05 or less.
double simulated_power(const wdd::ForecastPlan& plan, double reduction) {
    std::mt19937_64 random(20261128); // NOLINT(cert-msc51-cpp): the same draws in every run
    Drawn changed(plan.expected * (1 - reduction), plan.variance);
    const double critical = *wdd::critical_count(plan);
    int seen = 0;
    for (int i = 0; i < draws; ++i) {
        seen += changed(random) <= critical ? 1 : 0;
    }
    return static_cast<double>(seen) / draws;
}

} // namespace

TEST(ForecastPower, the_critical_count_is_where_the_mid_p_crosses_alpha) {
    const wdd::ForecastPlan plan{.expected = 100, .variance = 0.02};
    std::mt19937_64 random(7); // NOLINT(cert-msc51-cpp): the same draws in every run
    Drawn unchanged(plan.expected, plan.variance);
    const double critical = *wdd::critical_count(plan);
    int below = 0;
    int at = 0;
    int next = 0;
    for (int i = 0; i < draws; ++i) {
        const double count = unchanged(random);
        below += count < critical ? 1 : 0;
        at += count == critical ? 1 : 0;
        next += count == critical + 1 ? 1 : 0;
    }
    constexpr double bound = 5 * 0.0011; // five standard errors
    EXPECT_LE((below + at / 2.0) / draws, 0.05 + bound);
    EXPECT_GE((below + at + next / 2.0) / draws, 0.05 - bound);
    EXPECT_NEAR(critical, 70, 3); // 100 - 1.645 sqrt(100 + 200), and a little skew
}

TEST(ForecastPower, is_what_draws_show) {
    for (const double expected : {20.0, 100.0, 700.0}) {
        const wdd::ForecastPlan plan{.expected = expected, .variance = 0.015};
        for (const double reduction : {0.0, 0.2, 0.4}) {
            EXPECT_NEAR(wdd::forecast_power(plan, reduction), simulated_power(plan, reduction),
                        5 * 0.0025)
                << expected << ' ' << reduction;
        }
    }
}

TEST(ForecastPower, keeps_its_size_and_grows) {
    const wdd::ForecastPlan plan{.expected = 60, .variance = 0.03};
    EXPECT_LE(wdd::forecast_power(plan, 0), 0.06);
    EXPECT_GT(wdd::forecast_power(plan, 0.3), wdd::forecast_power(plan, 0.2));
    EXPECT_EQ(wdd::forecast_power(plan, 1), 1);
}

TEST(ForecastPower, a_reduction_that_is_seen_is_found_again) {
    const wdd::ForecastPlan plan{.expected = 150, .variance = 0.01};
    const auto found = wdd::detectable_reduction(plan, 0.8);
    ASSERT_TRUE(found);
    EXPECT_NEAR(wdd::forecast_power(plan, *found), 0.8, 1e-4);
}

TEST(ForecastPower, three_incidents_are_too_few_whatever_happens) {
    const wdd::ForecastPlan plan{.expected = 2, .variance = 0};
    EXPECT_FALSE(wdd::critical_count(plan)); // exp(-2) / 2 = 0.068
    EXPECT_FALSE(wdd::detectable_reduction(plan));
    EXPECT_EQ(wdd::forecast_power(plan, 1), 0);
    EXPECT_EQ(*wdd::critical_count({.expected = 3, .variance = 0}), 0); // 0.025
}

TEST(ForecastPower, the_interval_is_that_of_a_forecast) {
    // exp(1.959964 sqrt(1/100 + 0.03)) with so many degrees of freedom that t is normal
    const auto found = wdd::planned_interval({.expected = 100, .variance = 0.03}, 1e7);
    EXPECT_NEAR(found.high, std::exp(1.959964 * 0.2), 1e-5);
    EXPECT_NEAR(found.low * found.high, 1, 1e-12);
}

TEST(ForecastPower, refuses_what_is_not_a_plan) {
    EXPECT_THROW(wdd::forecast_power({.expected = 0, .variance = 0}, 0.2), std::invalid_argument);
    EXPECT_THROW(wdd::forecast_power({.expected = 9, .variance = -1}, 0.2), std::invalid_argument);
    EXPECT_THROW(wdd::forecast_power({.expected = 9, .variance = 0}, 1.2), std::invalid_argument);
    EXPECT_THROW(wdd::detectable_reduction({.expected = 9, .variance = 0}, 1),
                 std::invalid_argument);
    EXPECT_THROW(wdd::critical_count({.expected = 9, .variance = 0, .alpha = 0}),
                 std::invalid_argument);
}
