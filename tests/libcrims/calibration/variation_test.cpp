// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "crims/calibration.hpp"
#include "libcrims/simulated_counts.hpp"

namespace {

using namespace std::chrono;
using crims::CrimeCounts;
using crims::Dispersion;
using crims::IncidenceFit;
using crims::test::Chance;
using crims::test::no_crimes;

struct World {
    std::size_t zones = 120;
    std::size_t months = 60;
    double level = 20; ///< crimes a month in a middling zone
    Dispersion dispersion = {};
    double profile_weight = INFINITY; ///< of the Dirichlet distribution of zones' profiles
    std::vector<std::size_t> gaps = {};
    double spread = 0.5; ///< of the logarithms of zones' levels
    double exponent = 0; ///< by which the variances by zone fall with the level
};

/// Counts by the model that calibration supposes, seasons and zones of uneven size included.
CrimeCounts simulated(const World& world, Chance& chance) {
    CrimeCounts counts = no_crimes(world.zones, 1, 2014y / January, world.months);
    for (const std::size_t gap : world.gaps) {
        counts.present[gap] = 0;
    }
    const std::size_t years = (world.months + 11) / 12;
    std::vector<double> force_years(years);
    std::generate(force_years.begin(), force_years.end(),
                  [&] { return chance.gamma(world.dispersion.year); });
    for (std::size_t zone = 0; zone < world.zones; ++zone) {
        const double size = world.level * std::exp(world.spread * chance.normal());
        const double by_level = std::pow(size / world.level, -world.exponent);
        std::array<double, 12> profile = {};
        double sum = 0;
        for (std::size_t c = 0; c < 12; ++c) {
            const double mean = (1 + 0.3 * std::cos(0.5236 * static_cast<double>(c))) / 12;
            profile[c] = mean * chance.gamma(1 / (mean * world.profile_weight));
            sum += profile[c];
        }
        // The zone's years begin in a month of its own.
        const auto phase = static_cast<std::size_t>(12 * chance.uniform());
        double zone_year = 1;
        double half_year = 1;
        for (std::size_t m = 0; m < world.months; ++m) {
            if (m == 0 || (m + phase) % 12 == 0) {
                zone_year = chance.gamma(by_level * world.dispersion.zone_year);
            }
            if (m == 0 || (m + phase) % 6 == 0) {
                half_year = chance.gamma(by_level * world.dispersion.zone_half_year);
            }
            counts.located[zone * world.months + m] =
                chance.poisson(size * 12 * profile[m % 12] / sum * force_years[m / 12] * zone_year *
                               half_year * chance.gamma(by_level * world.dispersion.zone_month));
        }
    }
    return counts;
}

struct Means {
    Dispersion dispersion;
    double between_profiles = 0; ///< 1 / (profile weight + 1)
    double pearson = 0;
};

/// Of many worlds, so that bounds are those of the estimators and not of luck.
Means mean_estimates(const World& world, bool trend, int runs = 40) {
    Chance chance(3);
    Means means;
    for (int run = 0; run < runs; ++run) {
        const IncidenceFit fit = crims::fit_incidence(simulated(world, chance), {"drugs"},
                                                      {.trend = trend, .dispersion = true});
        means.dispersion.year += fit.dispersion[0].year / runs;
        means.dispersion.zone_year += fit.dispersion[0].zone_year / runs;
        means.dispersion.zone_half_year += fit.dispersion[0].zone_half_year / runs;
        means.dispersion.zone_month += fit.dispersion[0].zone_month / runs;
        means.between_profiles += 1 / (fit.profile_weight[0] + 1) / runs;
        means.pearson += fit.pearson[0] / runs;
    }
    return means;
}

TEST(Variation, OfPoissonCountsIsNearlyNothing) {
    for (const bool trend : {false, true}) {
        const Means found = mean_estimates({}, trend);
        EXPECT_LT(found.dispersion.year, 2e-4);
        EXPECT_LT(found.dispersion.zone_year, 5e-4);
        EXPECT_LT(found.dispersion.zone_month, 2e-3);
        EXPECT_LT(found.between_profiles, 2e-4);
        EXPECT_NEAR(found.pearson, 1, 0.01);
    }
}

TEST(Variation, IsFoundFactorByFactor) {
    const Means year = mean_estimates({.dispersion = {.year = 0.02}}, false);
    EXPECT_NEAR(year.dispersion.year, 0.02, 0.005);
    EXPECT_LT(year.dispersion.zone_year, 5e-4);
    const Means zone_year = mean_estimates({.dispersion = {.zone_year = 0.05}}, false);
    EXPECT_NEAR(zone_year.dispersion.zone_year, 0.05, 0.004);
    EXPECT_LT(zone_year.dispersion.zone_month, 3e-3);
    EXPECT_LT(zone_year.dispersion.year, 5e-4);
    const Means half_year = mean_estimates({.dispersion = {.zone_half_year = 0.05}}, false);
    EXPECT_NEAR(half_year.dispersion.zone_half_year, 0.05, 0.006);
    EXPECT_LT(half_year.dispersion.zone_year, 0.004);
    const Means zone_month = mean_estimates({.dispersion = {.zone_month = 0.1}}, false);
    EXPECT_NEAR(zone_month.dispersion.zone_month, 0.1, 0.005);
    EXPECT_LT(zone_month.dispersion.zone_year, 1e-3);
    EXPECT_LT(zone_month.between_profiles, 4e-4);
}

/// What a fit says of the variance by zone and year of zones with some crimes a month.
double zone_year_at(const Dispersion& found, double crimes_a_month) {
    return (found.zone_year + found.zone_half_year) * found.by_level.factor(12 * crimes_a_month);
}

// One variance for all zones, as the average crime has it, would be .016 for quiet zones and busy
// ones alike.
TEST(Variation, FallsWithTheLevelWhereItDoesSo) {
    const World world{.zones = 200,
                      .months = 36,
                      .level = 10,
                      .dispersion = {.zone_year = 0.04, .zone_month = 0.04},
                      .spread = 1,
                      .exponent = 0.6};
    Chance chance(12);
    constexpr int runs = 20;
    double exponent = 0;
    double quiet = 0;
    double busy = 0;
    for (int run = 0; run < runs; ++run) {
        const Dispersion found =
            crims::fit_incidence(simulated(world, chance), {"drugs"}, {.dispersion = true})
                .dispersion[0];
        exponent += found.by_level.exponent / runs;
        quiet += zone_year_at(found, 10) / runs;
        busy += zone_year_at(found, 100) / runs;
    }
    EXPECT_NEAR(exponent, 0.6, 0.12);
    EXPECT_NEAR(quiet, 0.04, 0.008);
    EXPECT_NEAR(busy, 0.04 * std::pow(10, -0.6), 0.003);
}

TEST(Variation, StaysWhereTheLevelDoesNotMatter) {
    const World world{.zones = 200,
                      .months = 36,
                      .level = 10,
                      .dispersion = {.zone_year = 0.04, .zone_month = 0.04},
                      .spread = 1};
    Chance chance(13);
    constexpr int runs = 20;
    double exponent = 0;
    double busy = 0;
    for (int run = 0; run < runs; ++run) {
        const Dispersion found =
            crims::fit_incidence(simulated(world, chance), {"drugs"}, {.dispersion = true})
                .dispersion[0];
        exponent += found.by_level.exponent / runs;
        busy += zone_year_at(found, 100) / runs;
    }
    EXPECT_LT(exponent, 0.12);
    EXPECT_NEAR(busy, 0.04, 0.01);
}

TEST(Variation, OfAFewZonesFallsAsElsewhere) {
    Chance chance(14);
    const IncidenceFit fit =
        crims::fit_incidence(simulated({.zones = 2}, chance), {"drugs"}, {.dispersion = true});
    EXPECT_DOUBLE_EQ(fit.dispersion[0].by_level.exponent, 0.3);
}

// With gaps, a part of a year and few zones, where each degree of freedom counts.
TEST(Variation, IsToldApartWhenAllIsThere) {
    const World world{.zones = 60,
                      .months = 66,
                      .dispersion = {.year = 0.02, .zone_year = 0.03, .zone_month = 0.05},
                      .profile_weight = 200,
                      .gaps = {3, 20, 21, 40}};
    for (const bool trend : {false, true}) {
        const Means found = mean_estimates(world, trend, 100);
        EXPECT_NEAR(found.dispersion.year, 0.02, 0.006);
        // Half-years that do not vary take a little of the years, for they cannot take less than 0.
        EXPECT_NEAR(found.dispersion.zone_year + found.dispersion.zone_half_year, 0.03, 0.004);
        EXPECT_LT(found.dispersion.zone_half_year, 0.01);
        EXPECT_NEAR(found.dispersion.zone_month, 0.05, 0.004);
        EXPECT_NEAR(found.between_profiles, 1.0 / 201, 0.0006);
    }
}

TEST(Variation, IsRoughlyRightForAHandfulOfZones) {
    const World world{.zones = 4,
                      .level = 200,
                      .dispersion = {.zone_year = 0.05, .zone_month = 0.05},
                      .profile_weight = 100};
    const Means found = mean_estimates(world, false, 300);
    EXPECT_NEAR(found.dispersion.zone_year + found.dispersion.zone_half_year, 0.05, 0.012);
    EXPECT_NEAR(found.dispersion.zone_month, 0.05, 0.022); // half-years take the rest
    EXPECT_NEAR(found.between_profiles, 1.0 / 101, 0.003);
}

TEST(Variation, IsZeroWithNotesWhereMonthsDoNotTellIt) {
    Chance chance(8);
    const World world{.months = 12,
                      .dispersion = {.year = 0.1, .zone_year = 0.1, .zone_month = 0.1}};
    const IncidenceFit fit =
        crims::fit_incidence(simulated(world, chance), {"drugs"}, {.dispersion = true});
    EXPECT_EQ(fit.dispersion[0].year, 0);
    EXPECT_EQ(fit.dispersion[0].zone_year, 0);
    EXPECT_EQ(fit.dispersion[0].zone_month, 0);
    EXPECT_EQ(fit.notes.size(), 3U);
}

// Two halves of different years share no calendar month: year and season are one.
TEST(Variation, BetweenYearsIsNotTakenFromSeasons) {
    CrimeCounts counts = no_crimes(3, 1, 2018y / July, 12);
    for (std::size_t i = 0; i < counts.located.size(); ++i) {
        counts.located[i] = i % 12 < 6 ? 10 : 90;
    }
    const IncidenceFit fit = crims::fit_incidence(counts, {"drugs"}, {.dispersion = true});
    EXPECT_EQ(fit.dispersion[0].year, 0);
    EXPECT_EQ(fit.notes.at(0),
              "variation between years is set to 0: there are too few years to estimate it: drugs");
}

TEST(Variation, IsZeroUnlessAskedForAndChangesNoRate) {
    Chance chance(9);
    const CrimeCounts counts = simulated({.dispersion = {.zone_month = 0.2}}, chance);
    const IncidenceFit without = crims::fit_incidence(counts, {"drugs"}, {});
    const IncidenceFit with = crims::fit_incidence(counts, {"drugs"}, {.dispersion = true});
    EXPECT_EQ(without.dispersion[0].zone_month, 0);
    EXPECT_GT(with.dispersion[0].zone_month, 0.1);
    EXPECT_EQ(without.incidence, with.incidence);
    EXPECT_GT(without.pearson[0], 2);
}

} // namespace
