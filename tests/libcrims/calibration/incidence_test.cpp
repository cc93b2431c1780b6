// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "crims/calibration.hpp"
#include "libcrims/simulated_counts.hpp"

namespace {

using namespace std::chrono;
using crims::CrimeCounts;
using crims::IncidenceFit;
using crims::IncidenceOptions;
using crims::test::Chance;
using crims::test::no_crimes;

std::vector<std::string> names(std::size_t types) {
    std::vector<std::string> result;
    for (std::size_t type = 0; type < types; ++type) {
        result.push_back("type " + std::to_string(type));
    }
    return result;
}

/// What the fit expects in a month that is present.
double expected(const CrimeCounts& counts, const IncidenceFit& fit, std::size_t cell,
                std::size_t m) {
    const crims::Month month = counts.from + months(m);
    const double years = (crims::month_index(month) - fit.trend_origin) / 12;
    const double slope = fit.trends[cell % counts.crime_types].per_year;
    return fit.incidence[12 * cell + static_cast<std::size_t>(crims::calendar_month(month))] *
           std::exp(slope * years);
}

/// Checks both promises by adding up months of the fit and of the counts.
void expect_conserved(const CrimeCounts& counts, const IncidenceFit& fit) {
    const std::vector<double> all = crims::with_unlocated(counts);
    const std::size_t types = counts.crime_types;
    std::vector<double> seasons_found(types * 12, 0);
    std::vector<double> seasons_expected(types * 12, 0);
    for (std::size_t cell = 0; cell < counts.zones * types; ++cell) {
        double cell_found = 0;
        double cell_expected = 0;
        for (std::size_t m = 0; m < counts.months; ++m) {
            if (counts.present[m] == 0) {
                continue;
            }
            const crims::Month month = counts.from + months(m);
            const std::size_t season =
                (cell % types) * 12 + static_cast<std::size_t>(crims::calendar_month(month));
            const double there = expected(counts, fit, cell, m);
            ASSERT_GE(there, 0);
            cell_found += all[cell * counts.months + m];
            cell_expected += there;
            seasons_found[season] += all[cell * counts.months + m];
            seasons_expected[season] += there;
        }
        EXPECT_NEAR(cell_expected, cell_found, 1e-9 * cell_found) << "cell " << cell;
    }
    for (std::size_t i = 0; i < seasons_found.size(); ++i) {
        EXPECT_NEAR(seasons_expected[i], seasons_found[i], 1e-9 * seasons_found[i])
            << "type " << i / 12 << ", calendar month " << i % 12;
    }
}

/// Zones from dense to empty whose profiles differ; type 2 has no zone at all, type 3 no crime.
CrimeCounts uneven_counts() {
    CrimeCounts counts = no_crimes(40, 4, 2016y / April, 40);
    Chance chance(11);
    for (std::size_t zone = 0; zone + 1 < counts.zones; ++zone) {
        for (std::size_t type = 0; type < 2; ++type) {
            const double level = 80 * std::exp(-0.3 * static_cast<double>(zone));
            const double peak = 12 * chance.uniform();
            for (std::size_t m = 0; m < counts.months; ++m) {
                const double season = std::cos(0.5236 * (static_cast<double>(m) - peak));
                counts.located[(zone * 4 + type) * counts.months + m] =
                    chance.poisson(level * (1 + 0.8 * season + 0.01 * static_cast<double>(m)));
            }
        }
    }
    for (std::size_t m = 0; m < counts.months; ++m) {
        for (std::size_t type = 0; type < 3; ++type) {
            counts.unlocated[type * counts.months + m] = chance.poisson(7);
        }
    }
    for (const std::size_t gap : {0U, 5U, 17U, 18U, 30U}) {
        counts.present[gap] = 0;
    }
    return counts;
}

TEST(Incidence, HoldsTotalsOfCellsAndOfTypesAndCalendarMonths) {
    const CrimeCounts counts = uneven_counts();
    for (const bool trend : {false, true}) {
        const IncidenceFit fit =
            crims::fit_incidence(counts, names(4), IncidenceOptions{.trend = trend});
        expect_conserved(counts, fit);
        EXPECT_EQ(fit.trends[0].per_year != 0, trend);
        EXPECT_LT(fit.profile_weight[0], 100) << "this test needs profiles that are shrunk";
    }
}

TEST(Incidence, HoldsTotalsWhereZonesShareNoMonth) {
    CrimeCounts counts = no_crimes(3, 1, 2018y / January, 12);
    counts.located[0] = 1000000;
    counts.located[12 + 6] = 1000000;
    counts.located[24 + 6] = 1;
    expect_conserved(counts, crims::fit_incidence(counts, names(1), {}));
}

TEST(Incidence, IgnoresCountsOfMonthsThatAreNotPresent) {
    CrimeCounts counts = uneven_counts();
    const IncidenceFit before = crims::fit_incidence(counts, names(4), {.trend = true});
    counts.located[17] += 1000;
    counts.unlocated[18] += 1000;
    const IncidenceFit after = crims::fit_incidence(counts, names(4), {.trend = true});
    EXPECT_EQ(before.incidence, after.incidence);
    EXPECT_EQ(crims::with_unlocated(counts)[17], 0);
}

// By hand: Pearson's chi-square of two zones with 30, 10 and 10, 30 crimes against 20, 20 is 20
// with one degree of freedom; N - Z - Q / N = 80 - 2 - 2 * 40 * 39 / 80 = 39. So 1 / (kappa + 1) =
// (20 - 1) / 39 and kappa = 20 / 19; a zone keeps 40 / (40 + kappa) = 38 / 39 of its profile and
// takes 1 / 39 from 20, 20: 38 / 39 * 30 + 1 / 39 * 20 = 1160 / 39.
TEST(Incidence, ShrinksAsWorkedByHand) {
    CrimeCounts counts = no_crimes(2, 1, 2019y / January, 2);
    counts.located = {30, 10, 10, 30};
    const IncidenceFit fit = crims::fit_incidence(counts, names(1), {});
    EXPECT_NEAR(fit.profile_weight[0], 20.0 / 19, 1e-12);
    EXPECT_NEAR(fit.incidence[0], 1160.0 / 39, 1e-12);
    EXPECT_NEAR(fit.incidence[1], 400.0 / 39, 1e-12);
    EXPECT_NEAR(fit.incidence[12], 400.0 / 39, 1e-12);
    EXPECT_NEAR(fit.incidence[13], 1160.0 / 39, 1e-12);
    // March to December, between February's 20 a zone and January's 20.
    EXPECT_NEAR(fit.incidence[5], 20, 1e-12);
}

// Exposure: January twice, February once, as year-months. One zone is its own profile.
TEST(Incidence, IsACountAYearMonthWhateverTheGaps) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / January, 14);
    for (std::size_t m = 0; m < 14; ++m) {
        counts.located[m] = static_cast<std::uint32_t>(10 + m);
    }
    counts.present[13] = 0; // the second February
    const IncidenceFit fit = crims::fit_incidence(counts, names(1), {});
    EXPECT_NEAR(fit.incidence[0], (10 + 22) / 2.0, 1e-12);
    EXPECT_NEAR(fit.incidence[1], 11, 1e-12);
    EXPECT_NEAR(fit.incidence[11], 21, 1e-12);
    EXPECT_NEAR(fit.trend_origin, crims::month_index(2018y / July), 1e-12);
}

TEST(Incidence, GivesAZoneWithOneCrimeTheForcesProfile) {
    CrimeCounts counts = no_crimes(30, 1, 2018y / January, 24);
    for (std::size_t zone = 0; zone < 29; ++zone) {
        for (std::size_t m = 0; m < 24; ++m) {
            counts.located[zone * 24 + m] = m % 12 == 6 ? 20 : 10;
        }
    }
    counts.located[29 * 24 + 3] = 1;
    const IncidenceFit fit = crims::fit_incidence(counts, names(1), {});
    EXPECT_TRUE(std::isinf(fit.profile_weight[0]));
    const double* const rates = &fit.incidence[29 * 12];
    EXPECT_NEAR(std::accumulate(rates, rates + 12, 0.0) * 2, 1, 1e-12);
    EXPECT_NEAR(rates[6] / rates[0], 2, 0.001);
    EXPECT_NEAR(rates[3], rates[0], 0.0001) << "the one crime's month counts for little";
}

TEST(Incidence, LeavesDenseZonesTheirOwnProfile) {
    CrimeCounts counts = no_crimes(20, 1, 2017y / January, 36); // no leap year
    for (std::size_t zone = 0; zone < 20; ++zone) {
        for (std::size_t m = 0; m < 36; ++m) {
            const bool peak = m % 12 == zone % 12;
            counts.located[zone * 36 + m] = peak ? 3000 : 1000;
        }
    }
    const IncidenceFit fit = crims::fit_incidence(counts, names(1), {});
    for (std::size_t zone = 0; zone < 20; ++zone) {
        EXPECT_NEAR(fit.incidence[zone * 12 + zone % 12], 3000, 30);
    }
}

TEST(Incidence, OfATypeWithoutCrimesIsZeroAndNoted) {
    CrimeCounts counts = no_crimes(3, 2, 2018y / January, 24);
    for (std::size_t m = 0; m < 24; ++m) {
        counts.located[m] = 5;
    }
    const IncidenceFit fit =
        crims::fit_incidence(counts, {"burglary", "robbery"}, {.trend = true, .dispersion = true});
    for (std::size_t i = 0; i < fit.incidence.size(); ++i) {
        EXPECT_TRUE(std::isfinite(fit.incidence[i]));
        EXPECT_EQ(fit.incidence[i] > 0, i < 12) << i;
    }
    EXPECT_EQ(fit.trends[1].per_year, 0);
    EXPECT_TRUE(std::isnan(fit.pearson[1]));
    EXPECT_EQ(fit.dispersion[1].zone_month, 0);
    EXPECT_NE(
        std::find(fit.notes.begin(), fit.notes.end(), "no crimes at all, so rates of 0: robbery"),
        fit.notes.end());
}

// May and June are missing: a line from April's 8 to July's 2 in three steps, at a third of the
// force's level in the first zone.
TEST(Incidence, InterpolatesCalendarMonthsNeverSeen) {
    CrimeCounts counts = no_crimes(2, 1, 2018y / January, 12);
    const std::vector<std::uint32_t> force = {3, 6, 6, 24, 0, 0, 6, 6, 6, 6, 6, 6};
    for (std::size_t m = 0; m < 12; ++m) {
        counts.located[m] = force[m] / 3;
        counts.located[12 + m] = force[m] - force[m] / 3;
    }
    counts.present[4] = counts.present[5] = 0;
    const IncidenceFit fit = crims::fit_incidence(counts, names(1), {});
    EXPECT_NEAR(fit.incidence[4], 6, 1e-12);
    EXPECT_NEAR(fit.incidence[5], 4, 1e-12);
    EXPECT_NEAR(fit.incidence[12 + 4], 12, 1e-12);
    ASSERT_FALSE(fit.notes.empty());
    EXPECT_EQ(
        fit.notes[0],
        "no data of any May, June: rates interpolated from the neighbouring months of the year");
}

TEST(Incidence, InterpolatesOverTheTurnOfTheYear) {
    CrimeCounts counts = no_crimes(1, 1, 2018y / February, 9);
    counts.located = {10, 7, 7, 7, 7, 7, 7, 7, 18};
    const IncidenceFit fit = crims::fit_incidence(counts, names(1), {});
    EXPECT_NEAR(fit.incidence[10], 16, 1e-12);
    EXPECT_NEAR(fit.incidence[11], 14, 1e-12);
    EXPECT_NEAR(fit.incidence[0], 12, 1e-12);
}

TEST(Incidence, RefusesCountsThatDoNotFit) {
    CrimeCounts counts = no_crimes(2, 1, 2018y / January, 12);
    EXPECT_THROW(crims::fit_incidence(counts, names(2), {}), std::invalid_argument);
    CrimeCounts absent = counts;
    absent.present.assign(12, 0);
    EXPECT_THROW(crims::fit_incidence(absent, names(1), {}), std::invalid_argument);
    counts.located.pop_back();
    EXPECT_THROW(crims::fit_incidence(counts, names(1), {}), std::invalid_argument);
    EXPECT_THROW(crims::with_unlocated(counts), std::invalid_argument);
}

TEST(WithUnlocated, SpreadsByTypeThenByAllCrimesThenEvenly) {
    CrimeCounts counts = no_crimes(2, 2, 2018y / January, 2);
    counts.located = {3, 0, 0, 0, 0, 1, 0, 0}; // of the first type: 3 to 1
    counts.unlocated = {4, 0, 0, 8};
    EXPECT_EQ(crims::with_unlocated(counts), (std::vector<double>{6, 0, 0, 6, 1, 1, 0, 2}));
    counts.located.assign(8, 0);
    EXPECT_EQ(crims::with_unlocated(counts), (std::vector<double>{2, 0, 0, 4, 2, 0, 0, 4}));
}

} // namespace
