// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "crims/calibration.hpp"
#include "libcrims/simulated_counts.hpp"

namespace {

using namespace std::chrono;
using crims::CrimeCounts;
using crims::IncidenceFit;
using crims::test::no_crimes;

IncidenceFit fit_with_trend(const CrimeCounts& counts) {
    return crims::fit_incidence(counts, {"drugs"}, {.trend = true});
}

bool notes_hold(const IncidenceFit& fit, const std::string& note) {
    return std::find(fit.notes.begin(), fit.notes.end(), note) != fit.notes.end();
}

// Numbers of quasi_poisson.py, which solves the whole regression.
TEST(Trend, IsThatOfAQuasiPoissonRegression) {
    CrimeCounts counts = no_crimes(1, 1, 2017y / October, 28);
    counts.located = {112, 97, 105, 88,  92,  0,   101, 119, 124, 131, 127, 118, 121, 99,
                      117, 97, 85,  108, 117, 122, 0,   139, 150, 121, 138, 109, 116, 103};
    counts.present[5] = counts.present[20] = 0;
    const IncidenceFit fit = fit_with_trend(counts);
    EXPECT_NEAR(fit.trend_origin, crims::month_index(2017y / October) + 13.5769230769231, 1e-9);
    EXPECT_NEAR(fit.trends[0].per_year, 0.071158755837314, 1e-10);
    EXPECT_NEAR(fit.trends[0].standard_error, 0.0139318311667224, 1e-10);
    // 13 degrees of freedom: Student's t at 97.5 % is 2.16036865646.
    EXPECT_NEAR(fit.trend_intervals[0].low, 0.071158755837314 - 2.16036865646 * 0.0139318311667224,
                1e-9);
    EXPECT_NEAR(fit.trend_intervals[0].high, 0.071158755837314 + 2.16036865646 * 0.0139318311667224,
                1e-9);
    EXPECT_NEAR(fit.incidence[9], 124.61806998642, 1e-8);
    EXPECT_NEAR(fit.pearson[0], 0.236963319101939, 1e-9);
}

TEST(Trend, IsFoundInSimulatedCounts) {
    crims::test::Chance chance(5);
    double squared_z = 0;
    constexpr int runs = 40;
    for (int run = 0; run < runs; ++run) {
        CrimeCounts counts = no_crimes(1, 1, 2015y / March, 48);
        for (std::size_t m = 0; m < 48; ++m) {
            const double season = 1 + 0.3 * std::sin(0.5236 * static_cast<double>(m));
            const double growth = std::exp(-0.15 * static_cast<double>(m) / 12);
            counts.located[m] = chance.poisson(300 * season * growth);
        }
        const crims::Trend trend = fit_with_trend(counts).trends[0];
        const double z = (trend.per_year + 0.15) / trend.standard_error;
        EXPECT_LT(std::abs(z), 4);
        squared_z += z * z;
    }
    // A chi-square of 40 degrees of freedom, somewhat wider for the scale is estimated.
    EXPECT_GT(squared_z / runs, 0.5);
    EXPECT_LT(squared_z / runs, 1.8);
}

TEST(Trend, IsFlatWithANoteWhereNoCalendarMonthIsTwice) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / July, 12);
    counts.located.assign(12, 9);
    const IncidenceFit fit = fit_with_trend(counts);
    EXPECT_EQ(fit.trends[0].per_year, 0);
    EXPECT_TRUE(std::isnan(fit.trends[0].standard_error));
    EXPECT_TRUE(
        notes_hold(fit, "no trend, for no calendar month with crimes is present twice: drugs"));
}

TEST(Trend, HasNoStandardErrorWithoutADegreeOfFreedom) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / January, 13);
    counts.located.assign(13, 10);
    counts.located[12] = 20;
    const crims::Trend trend = fit_with_trend(counts).trends[0];
    EXPECT_NEAR(trend.per_year, std::log(2.0), 1e-9);
    EXPECT_TRUE(std::isnan(trend.standard_error));
    EXPECT_TRUE(std::isnan(fit_with_trend(counts).trend_intervals[0].low));
}

TEST(Trend, TellsTheMonthsOfItsData) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / November, 20);
    counts.located.assign(20, 7);
    counts.present[0] = counts.present[9] = counts.present[18] = counts.present[19] = 0;
    const IncidenceFit fit = fit_with_trend(counts);
    EXPECT_EQ(fit.data, (crims::DataMonths{2018y / December, 2020y / April}));
}

TEST(Trend, IntervalHoldsTheTruthNineteenTimesInTwenty) {
    crims::test::Chance chance(17);
    constexpr int runs = 400;
    int held = 0;
    for (int run = 0; run < runs; ++run) {
        CrimeCounts counts = no_crimes(1, 1, 2018y / January, 26);
        for (std::size_t m = 0; m < 26; ++m) {
            counts.located[m] = chance.poisson(60 * std::exp(0.2 * static_cast<double>(m) / 12));
        }
        const crims::TrendInterval interval = fit_with_trend(counts).trend_intervals[0];
        held += interval.low <= 0.2 && 0.2 <= interval.high ? 1 : 0;
    }
    // 380 of 400 with a standard deviation of 4.4; a normal quantile in place of t would give 371.
    EXPECT_NEAR(held, 380, 17);
}

TEST(Trend, IsFlatWithANoteWhereItWouldBeInfinite) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / January, 24);
    std::fill(counts.located.begin() + 12, counts.located.end(), 4);
    const IncidenceFit fit = fit_with_trend(counts);
    EXPECT_EQ(fit.trends[0].per_year, 0);
    EXPECT_TRUE(notes_hold(fit, "no trend, for all crimes are at one end of the period: drugs"));
}

TEST(Trend, OfSteepGrowthIsFound) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / January, 24);
    std::fill(counts.located.begin() + 12, counts.located.end(), 1000000);
    counts.located[3] = 1;
    // 12,000,000 against 1: equal odds in each calendar month.
    EXPECT_NEAR(fit_with_trend(counts).trends[0].per_year, std::log(12e6), 1e-6);
}

TEST(Trend, IsNotEstimatedUnlessAskedFor) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / January, 24);
    std::fill(counts.located.begin() + 12, counts.located.end(), 4);
    const IncidenceFit fit = crims::fit_incidence(counts, {"drugs"}, {});
    EXPECT_EQ(fit.trends[0].per_year, 0);
    EXPECT_TRUE(fit.notes.empty());
}

} // namespace
