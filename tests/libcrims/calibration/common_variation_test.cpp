// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "crims/calibration.hpp"
#include "crims/simulator.hpp"
#include "libcrims/simulated_counts.hpp"
#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;
using crims::CommonDispersion;
using crims::CrimeCounts;
using crims::Dispersion;
using crims::IncidenceFit;
using crims::Model;
using crims::test::Chance;

constexpr auto start = 2020y / January;

/// Counts of a model by the simulator: the estimators must find again what it puts in.
CrimeCounts simulated(const Model& model, std::size_t months, std::uint32_t replicate) {
    CrimeCounts counts =
        crims::test::no_crimes(model.zones.size(), model.crime_types.size(), start, months);
    crims::Simulator simulator(
        model, {.from = start, .replicate = replicate, .placement = crims::Placement::none});
    for (std::size_t month = 0; month < months; ++month) {
        const crims::CrimeTable table = simulator.step();
        for (std::size_t i = 0; i < table.size(); ++i) {
            const std::size_t type = model.offences[table.offence[i]].crime_type;
            ++counts.located[(model.cell(table.zone[i], type) * months) + month];
        }
    }
    return counts;
}

/// Zones alike, with the rates of crime types by month.
Model like_zones(std::size_t zones, const std::vector<double>& rates) {
    Model model = town::model(
        {.zones = zones, .crime_types = rates.size(), .offences_a_type = 1, .places_a_cell = 1});
    for (std::size_t i = 0; i < model.incidence.size(); ++i) {
        model.incidence[i] = rates[i / 12 % rates.size()];
    }
    return model;
}

IncidenceFit mean_fit(const Model& model, std::size_t months, std::uint32_t runs) {
    IncidenceFit mean;
    mean.dispersion.resize(model.crime_types.size());
    for (std::uint32_t run = 0; run < runs; ++run) {
        const IncidenceFit fit = crims::fit_incidence(simulated(model, months, run),
                                                      model.crime_types, {.dispersion = true});
        mean.common_dispersion.zone_year += fit.common_dispersion.zone_year / runs;
        mean.common_dispersion.zone_half_year += fit.common_dispersion.zone_half_year / runs;
        mean.common_dispersion.zone_month += fit.common_dispersion.zone_month / runs;
        for (std::size_t type = 0; type < mean.dispersion.size(); ++type) {
            mean.dispersion[type].zone_year += fit.dispersion[type].zone_year / runs;
            mean.dispersion[type].zone_half_year += fit.dispersion[type].zone_half_year / runs;
            mean.dispersion[type].zone_month += fit.dispersion[type].zone_month / runs;
        }
    }
    return mean;
}

TEST(CommonVariation, IsFoundInWhatTheSimulatorDraws) {
    Model model = like_zones(150, {20, 10, 40});
    model.dispersion = {{.zone_year = 0.04, .zone_half_year = 0.03, .zone_month = 0.06},
                        {.zone_year = 0.05, .zone_half_year = 0.04, .zone_month = 0.1},
                        {.zone_year = 0.03, .zone_half_year = 0.02, .zone_month = 0.02}};
    model.common_dispersion = {.zone_year = 0.02, .zone_half_year = 0.015, .zone_month = 0.03};
    const IncidenceFit found = mean_fit(model, 48, 25);
    EXPECT_NEAR(found.common_dispersion.zone_year, 0.02, 0.004);
    EXPECT_NEAR(found.common_dispersion.zone_half_year, 0.015, 0.004);
    EXPECT_NEAR(found.common_dispersion.zone_month, 0.03, 0.004);
    for (std::size_t type = 0; type < 3; ++type) {
        const Dispersion& put_in = model.dispersion[type];
        EXPECT_NEAR(found.dispersion[type].zone_year, put_in.zone_year, 0.006) << type;
        EXPECT_NEAR(found.dispersion[type].zone_half_year, put_in.zone_half_year, 0.006) << type;
        EXPECT_NEAR(found.dispersion[type].zone_month, put_in.zone_month, 0.006) << type;
    }
}

TEST(CommonVariation, IsNearlyNothingWhereTypesVaryIndependently) {
    Model model = like_zones(150, {20, 10, 40});
    model.dispersion.assign(3, {.zone_year = 0.04, .zone_half_year = 0.03, .zone_month = 0.06});
    const CommonDispersion found = mean_fit(model, 48, 15).common_dispersion;
    EXPECT_LT(found.zone_year, 0.003);
    EXPECT_LT(found.zone_half_year, 0.003);
    EXPECT_LT(found.zone_month, 0.003);
}

// Covariance of types j and k: b_j b_k v e_j e_k; variance of a type: e + v_k e^2 as without.
TEST(CommonVariation, GivesTypesTheirCovarianceAndLeavesTheirVariance) {
    constexpr std::size_t zones = 20'000;
    const std::array<double, 3> rate = {30, 60, 20};
    Model model = like_zones(zones, {rate.begin(), rate.end()});
    model.dispersion.assign(3, {});
    const std::array<double, 3> variance = {0.09, 0.01, 0.04};
    constexpr double common = 0.04;
    for (const int term : {0, 1, 2}) {
        for (std::size_t type = 0; type < 3; ++type) {
            model.dispersion[type] = {.zone_year = term == 0 ? variance[type] : 0,
                                      .zone_half_year = term == 1 ? variance[type] : 0,
                                      .zone_month = term == 2 ? variance[type] : 0};
        }
        model.common_dispersion = {.zone_year = term == 0 ? common : 0,
                                   .zone_half_year = term == 1 ? common : 0,
                                   .zone_month = term == 2 ? common : 0};
        const CrimeCounts counts = simulated(model, 1, 0);
        for (std::size_t j = 0; j < 3; ++j) {
            for (std::size_t k = 0; k < 3; ++k) {
                double sum = 0;
                for (std::size_t zone = 0; zone < zones; ++zone) {
                    sum += (counts.located[zone * 3 + j] - rate[j]) *
                           (counts.located[zone * 3 + k] - rate[k]) / zones;
                }
                const double b_j = std::min(1.0, std::sqrt(variance[j] / common));
                const double b_k = std::min(1.0, std::sqrt(variance[k] / common));
                const double expected = j == k ? rate[j] + (variance[j] * rate[j] * rate[j])
                                               : b_j * b_k * common * rate[j] * rate[k];
                const auto spread = [&](std::size_t t) {
                    return std::sqrt(rate[t] + (variance[t] * rate[t] * rate[t]));
                };
                // Six standard errors of a mean of products, all but.
                EXPECT_NEAR(sum, expected, 6 * spread(j) * spread(k) * 1.6 / std::sqrt(zones))
                    << term << " " << j << " " << k;
            }
        }
    }
}

TEST(CommonVariation, OfOneZoneLeavesOtherZonesAlone) {
    Model model = like_zones(5, {30, 60});
    model.dispersion.assign(2, {.zone_year = 0.02, .zone_half_year = 0.02, .zone_month = 0.05});
    model.common_dispersion = {.zone_year = 0.01, .zone_half_year = 0.01, .zone_month = 0.02};
    const CrimeCounts before = simulated(model, 3, 0);
    std::fill_n(model.incidence.begin(), 24, 1.0);
    const CrimeCounts after = simulated(model, 3, 0);
    EXPECT_NE(before.located[0], after.located[0]);
    EXPECT_TRUE(
        std::equal(before.located.begin() + 6, before.located.end(), after.located.begin() + 6));
}

/// One zone with nearly all crime, which varies as Poisson, and many with hardly any that do not.
CrimeCounts one_large_zone(Chance& chance) {
    constexpr std::size_t months = 24;
    constexpr std::size_t small_zones = 70;
    CrimeCounts counts = crims::test::no_crimes(small_zones + 1, 1, 2018y / January, months);
    for (std::size_t month = 0; month < months; ++month) {
        counts.located[month] = chance.poisson(90);
        for (std::size_t zone = 1; zone <= small_zones; ++zone) {
            const bool busy = (zone * 7 + month / 6 * 3) % 10 == 0; // a half-year in five years
            counts.located[zone * months + month] = chance.poisson(busy ? 0.6 : 0.02);
        }
    }
    return counts;
}

TEST(ForceVariation, KeepsWhatSmallZonesDoFromALargeOne) {
    Chance chance(5);
    constexpr int runs = 30;
    Dispersion mean;
    for (int run = 0; run < runs; ++run) {
        const CrimeCounts counts = one_large_zone(chance);
        const Dispersion found =
            crims::fit_incidence(counts, {"drugs"}, {.dispersion = true}).dispersion[0];
        const double of_large_zone = found.by_level.factor(90 * 12) / runs;
        mean.zone_year += found.zone_year * of_large_zone;
        mean.zone_half_year += found.zone_half_year * of_large_zone;
        mean.zone_month += found.zone_month * of_large_zone;
    }
    // Half-years of 540 crimes, years of 1,080: what is left is the luck of a handful of numbers.
    EXPECT_LT(mean.zone_year, 0.002);
    EXPECT_LT(mean.zone_half_year, 0.003);
    EXPECT_LT(mean.zone_month, 0.006);
}

} // namespace
