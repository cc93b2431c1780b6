// SPDX-License-Identifier: MIT
#include "crims/validation.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using crims::CountShape;
using crims::Validation;
using crims::ValidationLevel;
using crims::ValidationReport;
using crims::ValidationScore;

const ValidationScore& score(const ValidationReport& report, ValidationLevel level) {
    return report.scores.at(static_cast<std::size_t>(level));
}

// Two zones, one type, two months. Observed 4 6 | 10 0; the mean of the replicates is 5 6 | 7 2.
ValidationReport example() {
    Validation validation({.zones = 2, .crime_types = 1, .months = 2}, {4, 6, 10, 0});
    validation.add_replicate(std::vector<std::uint32_t>{4, 4, 6, 2});
    validation.add_replicate(std::vector<std::uint32_t>{6, 8, 8, 2});
    return validation.report();
}

TEST(Validation, ScoresByHand) {
    const ValidationReport report = example();
    const ValidationScore& cell = score(report, ValidationLevel::cell);
    EXPECT_EQ(cell.groups, 4U);
    EXPECT_DOUBLE_EQ(cell.rmse, std::sqrt((1 + 0 + 9 + 4) / 4.0));
    EXPECT_DOUBLE_EQ(cell.mean_absolute_error, 1.5);
    EXPECT_DOUBLE_EQ(cell.median_absolute_error, 1.5);
    EXPECT_DOUBLE_EQ(cell.relative_bias, 0);
    EXPECT_DOUBLE_EQ(cell.over_sampled, 0.5);
    const ValidationScore& zone = score(report, ValidationLevel::zone);
    EXPECT_DOUBLE_EQ(zone.rmse, 1); // 10 and 10 observed, 11 and 9 simulated
    const ValidationScore& month = score(report, ValidationLevel::month);
    EXPECT_DOUBLE_EQ(month.rmse, 2); // 14 and 6, 12 and 8
    EXPECT_DOUBLE_EQ(report.total.observed, 20);
    EXPECT_DOUBLE_EQ(report.total.mean, 20);
}

TEST(Validation, ChanceErrorIsTheReplicatesOwnDistanceFromTheirMean) {
    const ValidationReport report = example(); // 4 6 | 4 8 | 6 8 | 2 2
    EXPECT_DOUBLE_EQ(score(report, ValidationLevel::cell).chance_error, (1 + 2 + 1 + 0) / 4.0);
    EXPECT_DOUBLE_EQ(score(report, ValidationLevel::total).chance_error, 4); // 16 24
    // Of the replicates' own mean errors, 1 and 1 by cell, 4 and 4 in total.
    EXPECT_DOUBLE_EQ(score(report, ValidationLevel::cell).chance_error_low, 1);
    EXPECT_DOUBLE_EQ(score(report, ValidationLevel::cell).chance_error_high, 1);
}

TEST(Validation, CallsAMeanAsHighAsTheObservedNumberNoOversampling) {
    Validation validation({.zones = 3, .crime_types = 1, .months = 1}, {0.1, 0.2, 0.7});
    validation.add_replicate(std::vector<std::uint32_t>{0, 0, 1});
    EXPECT_EQ(score(validation.report(), ValidationLevel::total).over_sampled, 0);
}

TEST(Validation, RoundsACountBeforeItIsSoughtInAnInterval) {
    Validation validation({.zones = 4, .crime_types = 1, .months = 1}, {0.03, 0.6, 1.4, 1.6});
    validation.add_replicate(std::vector<std::uint32_t>{0, 0, 1, 1});
    const ValidationReport report = validation.report();
    EXPECT_DOUBLE_EQ(score(report, ValidationLevel::cell).coverage, 0.5);
    EXPECT_FALSE(report.by_zone[0].is_covered());
    EXPECT_TRUE(report.by_zone[0].is_count_covered());
}

TEST(Validation, CoversWhatLiesBetweenThePercentiles) {
    Validation validation({.zones = 1, .crime_types = 3, .months = 1}, {5, 95, 101});
    for (std::uint32_t r = 0; r <= 100; ++r) {
        validation.add_replicate(std::vector<std::uint32_t>{r, r, r});
    }
    const ValidationReport report = validation.report();
    EXPECT_DOUBLE_EQ(report.by_crime_type[0].low, 5);
    EXPECT_DOUBLE_EQ(report.by_crime_type[0].high, 95);
    EXPECT_NEAR(score(report, ValidationLevel::crime_type).coverage, 2.0 / 3, 1e-12);
}

TEST(Validation, MeasuresDispersionAndConcentration) {
    std::vector<double> observed;
    for (int zone = 0; zone < 40; ++zone) {
        observed.push_back(zone == 7 ? 30 : 1); // the two busiest of 40 zones are a twentieth
        observed.push_back(zone == 7 ? 10 : 1);
    }
    Validation validation({.zones = 40, .crime_types = 1, .months = 2}, observed);
    validation.add_replicate(std::vector<std::uint32_t>(80, 1));
    const ValidationReport report = validation.report();
    // Zone 7 has mean 20 and variance 200, the others vary not at all.
    EXPECT_DOUBLE_EQ(report.dispersion.observed, 10.0 / 40);
    EXPECT_DOUBLE_EQ(report.dispersion.mean, 0);
    EXPECT_DOUBLE_EQ(report.top_zones_share.observed, 42.0 / 118);
    EXPECT_DOUBLE_EQ(report.top_zones_share.mean, 0.05);
}

TEST(Validation, NeedsReplicatesOfItsShape) {
    EXPECT_THROW(Validation(CountShape{.zones = 2, .crime_types = 1, .months = 2}, {1}),
                 std::invalid_argument);
    Validation validation({.zones = 1, .crime_types = 1, .months = 1}, {1});
    EXPECT_THROW(validation.report(), std::domain_error);
    EXPECT_THROW(validation.add_replicate(std::vector<std::uint32_t>{1, 2}), std::invalid_argument);
}

// Five zones, one type, four months: 10 0 | 0 10 and so on, by zone before and after.
TEST(LevelChanges, TellsHowMuchZonesChangeBesideEachOther) {
    const std::vector<double> observed = {10, 10, 15, 15, 9, 9, 9,  9, 4, 4,
                                          4,  4,  1,  1,  1, 1, 20, 0, 0, 0};
    crims::LevelChanges changes({.zones = 5, .crime_types = 1, .months = 4}, observed);
    changes.add_replicate(std::vector<std::uint32_t>(20, 3));
    const crims::LevelChangeReport report = changes.report();
    EXPECT_EQ(report.months, 2U);
    ASSERT_EQ(report.all.size(), 1U);
    EXPECT_EQ(report.all[0].zones, (crims::LevelClass{0, 5}));
    EXPECT_DOUBLE_EQ(report.all[0].crimes, (50 + 36 + 16 + 4 + 20) / 5.0);
    // Changes of +10, 0, 0, 0 and -20; both counts of a pair are under the square.
    const double squares = (100.0 / 86) + (100.0 / 66) + (100.0 / 54) + (900.0 / 70) +
                           (400.0 / 56) + (400.0 / 36) + (400.0 / 24);
    EXPECT_DOUBLE_EQ(report.all[0].z.observed, std::sqrt(squares / 10));
    EXPECT_DOUBLE_EQ(report.all[0].z.mean, 0);
    EXPECT_EQ(report.by_crime_type.size(), 1U);
    EXPECT_DOUBLE_EQ(report.by_crime_type[0][0].z.observed, report.all[0].z.observed);
}

TEST(LevelChanges, ComparesTheLastYearWithTheOneBeforeByRank) {
    constexpr std::size_t zones = 110;
    constexpr std::size_t months = 30;
    std::vector<double> observed(zones * months, 2); // of the last year; zone 7 has more
    for (std::size_t month = 0; month < months; ++month) {
        observed[(7 * months) + month] = month < 18 ? 10 : 20;
        observed[(8 * months) + month] = month < 6 ? 1000 : 2; // before both years
    }
    crims::LevelChanges changes({.zones = zones, .crime_types = 1, .months = months}, observed);
    changes.add_replicate(std::vector<std::uint32_t>(zones * months, 2));
    const crims::LevelChangeReport report = changes.report();
    EXPECT_EQ(report.months, 12U);
    const std::vector<crims::LevelClass> classes = {
        {0, 5}, {0, 10}, {0, 20}, {20, 100}, {100, 110}};
    ASSERT_EQ(report.all.size(), classes.size());
    for (std::size_t i = 0; i < classes.size(); ++i) {
        EXPECT_EQ(report.all[i].zones, classes[i]);
        const auto n = static_cast<double>(classes[i].end - classes[i].first);
        const double one = 120.0 * 120 / (360 + 48);
        EXPECT_NEAR(report.all[i].z.observed, i < 3 ? std::sqrt(one * 2 / n) : 0, 1e-12);
    }
}

TEST(LevelChanges, SaysNothingOfChangesOfFourZonesOrOneMonth) {
    crims::LevelChanges few({.zones = 4, .crime_types = 1, .months = 2}, std::vector<double>(8, 3));
    few.add_replicate(std::vector<std::uint32_t>(8, 3));
    EXPECT_TRUE(few.report().all.empty());
    crims::LevelChanges one({.zones = 9, .crime_types = 1, .months = 1}, std::vector<double>(9, 3));
    one.add_replicate(std::vector<std::uint32_t>(9, 3));
    EXPECT_EQ(one.report().months, 0U);
}

} // namespace
