// SPDX-License-Identifier: MIT
#include "libwdd/forecast/areas.hpp"
#include "wdd/forecast.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using wdd::AreaCounts;
using wdd::Evidence;
using wdd::evidence_for_p;
using wdd::Forecast;
using wdd::forecast;
using wdd::ForecastModel;

/// A model that expects `pre` + 0.5 and is sure of it but for `tau2`.
ForecastModel certain(double tau2) {
    return {
        .coefficients = {0, 1}, .tau2 = tau2, .covariance = {0, 0, 0, 0}, .comparison_areas = 40};
}

Forecast recorded(double count, const ForecastModel& model, double expected = 10) {
    return forecast(model, {.pre = expected - 0.5, .post = count, .history = {}});
}

TEST(Forecast, WithoutSpreadIsPoisson) {
    const Forecast result = recorded(2, certain(0), 3);
    EXPECT_NEAR(result.expected, 3, 1e-12);
    // P(N < 2) + P(N = 2) / 2 of a Poisson distribution with mean 3.
    EXPECT_NEAR(result.p_reduction, std::exp(-3.0) * (1 + 3 + 4.5 / 2), 1e-14);
    EXPECT_NEAR(result.p_reduction + result.p_increase, 1, 1e-14);
}

TEST(Forecast, WithSpreadIsNegativeBinomial) {
    // Size 1 / tau2 = 2, mean 3: q = 1 / (1 + 1.5) = 0.4; P(0) = q^2, P(1) = 2 q^2 (1 - q).
    const Forecast result = recorded(1, certain(0.5), 3);
    EXPECT_NEAR(result.p_reduction, 0.16 + 0.5 * 2 * 0.16 * 0.6, 1e-14);
}

TEST(Forecast, PassesSmoothlyFromSpreadToNone) {
    const double chance = recorded(70, certain(0), 100).p_reduction;
    EXPECT_NEAR(recorded(70, certain(2e-10), 100).p_reduction, chance, 1e-9);
    EXPECT_NEAR(recorded(70, certain(5e-11), 100).p_reduction, chance, 1e-9);
    EXPECT_NEAR(recorded(70, certain(2e-10), 100).residual, recorded(70, certain(0), 100).residual,
                1e-6);
}

TEST(Forecast, FewerIncidentsAreStrongerEvidence) {
    for (const double tau2 : {0.0, 0.02, 0.5}) {
        Forecast before = recorded(0, certain(tau2), 25);
        for (int count = 1; count < 60; ++count) {
            const Forecast now = recorded(count, certain(tau2), 25);
            EXPECT_GE(now.p_reduction, before.p_reduction);
            EXPECT_LE(now.p_increase, before.p_increase);
            EXPECT_GT(now.p_reduction - now.p_increase, before.p_reduction - before.p_increase);
            EXPECT_GT(now.residual, before.residual);
            EXPECT_GT(now.ratio, before.ratio);
            before = now;
        }
    }
}

TEST(Forecast, MoreSpreadIsWeakerEvidence) {
    double before = 0;
    for (const double tau2 : {0.0, 0.001, 0.01, 0.1, 0.3}) {
        const double now = recorded(60, certain(tau2), 100).p_reduction;
        EXPECT_GT(now, before);
        before = now;
    }
}

TEST(Forecast, RatioDifferenceAndInterval) {
    const Forecast result = recorded(80, certain(0.03), 100);
    EXPECT_NEAR(result.ratio, 0.8, 1e-12);
    EXPECT_NEAR(result.difference, -20, 1e-10);
    constexpr double t_38 = 2.0243941639119702; // R: qt(0.975, 38)
    const double reach = t_38 * std::sqrt(1 / 80.0 + 0.03);
    EXPECT_NEAR(result.ratio_low, 0.8 * std::exp(-reach), 1e-12);
    EXPECT_NEAR(result.ratio_high, 0.8 * std::exp(reach), 1e-12);
}

TEST(Forecast, NothingRecordedHasAnIntervalAsOfHalfAnIncident) {
    const Forecast result = recorded(0, certain(0.03), 12);
    EXPECT_EQ(result.ratio, 0);
    EXPECT_EQ(result.ratio_low, 0);
    EXPECT_NEAR(result.ratio_high, 0.5 / 12 * std::exp(2.0243941639119702 * std::sqrt(2 + 0.03)),
                1e-12);
    EXPECT_GT(result.p_reduction, 0);
    EXPECT_LT(result.p_reduction, 0.05);
}

TEST(Forecast, TheUncertaintyOfTheFitWidensIt) {
    ForecastModel unsure = certain(0.02);
    unsure.covariance = {0.04, 0, 0, 0};
    const Forecast result = recorded(70, unsure, 100);
    EXPECT_NEAR(result.fit_variance, 0.04, 1e-15);
    EXPECT_NEAR(result.variance, 0.06, 1e-15);
    EXPECT_GT(result.p_reduction, recorded(70, certain(0.02), 100).p_reduction);
    EXPECT_NEAR(result.p_reduction, recorded(70, certain(0.06), 100).p_reduction, 1e-12);
}

TEST(Forecast, HugeCountsHaveAnAnswer) {
    const Forecast result = recorded(7e8, certain(0.01), 1e9);
    EXPECT_GT(result.p_reduction, 0);
    EXPECT_LT(result.p_reduction, 0.001);
    EXPECT_NEAR(result.ratio, 0.7, 1e-9);
    EXPECT_EQ(recorded(1, certain(0), 1e6).evidence, Evidence::very_strong);
}

TEST(Forecast, WordsAreThoseOfTheZWithTheSameP) {
    EXPECT_EQ(evidence_for_p(0), Evidence::very_strong);
    EXPECT_EQ(evidence_for_p(0.0009), Evidence::very_strong); // z -3.12
    EXPECT_EQ(evidence_for_p(0.001), Evidence::strong);       // z -3.09
    EXPECT_EQ(evidence_for_p(0.0107), Evidence::strong);      // z -2.301
    EXPECT_EQ(evidence_for_p(0.0108), Evidence::moderate);    // z -2.297
    EXPECT_EQ(evidence_for_p(0.0547), Evidence::moderate);    // z -1.601
    EXPECT_EQ(evidence_for_p(0.0549), Evidence::weak);        // z -1.599
    EXPECT_EQ(evidence_for_p(0.0967), Evidence::weak);        // z -1.301
    EXPECT_EQ(evidence_for_p(0.0969), Evidence::none);        // z -1.299
    EXPECT_EQ(evidence_for_p(1), Evidence::none);
    EXPECT_THROW(evidence_for_p(-0.1), std::invalid_argument);
    EXPECT_THROW(evidence_for_p(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
}

TEST(Forecast, RefusesWhatItCannotCompare) {
    const AreaCounts with_history{.pre = 10, .post = 8, .history = 9};
    EXPECT_THROW(forecast(certain(0.1), with_history), std::invalid_argument);
    EXPECT_THROW(recorded(7.5, certain(0.1)), std::invalid_argument);
    EXPECT_THROW(recorded(-1, certain(0.1)), std::invalid_argument);
    EXPECT_THROW(forecast(certain(0.1), {.pre = 9, .post = 8, .history = {}}, 1),
                 std::invalid_argument);
}

TEST(Forecast, KeepsItsPromiseWherePlainChanceIsNotAll) {
    // Each area in turn is the response area, the others are its comparison: nothing was done.
    const std::vector<AreaCounts> all = areas::draw(300, 0.25, 21);
    int alarms = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::vector<AreaCounts> others = all;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        alarms += forecast(wdd::fit_forecast(others), all[i]).p_reduction <= 0.05 ? 1 : 0;
    }
    // Promised 15 of 300; standard deviation 3.8.
    EXPECT_GE(alarms, 5);
    EXPECT_LE(alarms, 25);
}

} // namespace
