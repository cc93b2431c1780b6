// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/donors.hpp"

#include <gtest/gtest.h>

#include "crims_tool/evaluate/design/donor_parts.hpp"
#include "crims_tool/evaluate/evaluation_world.hpp"

namespace {

using namespace std::chrono;
using crims_tool::Donors;
using evaluation_world::rectangle;

TEST(ForecastHistory, IsThirtySixMonthsAtTheLengthOfThePeriod) {
    const crims_tool::ForecastHistory history =
        crims_tool::history_before({2021y / January / 1, 2021y / June / 30}, {});
    EXPECT_EQ(history.days.start, sys_days(2018y / January / 1));
    EXPECT_EQ(history.days.end, sys_days(2020y / December / 31));
    EXPECT_EQ(history.months, 36);
    EXPECT_DOUBLE_EQ(history.scale, 6.0 / 36);
}

TEST(ForecastHistory, LeavesOutMonthsWithoutRecords) {
    std::vector<crims::Month> missing = {2020y / November, 2020y / December};
    const wdd::Period pre{2021y / January / 1, 2021y / June / 30};
    EXPECT_EQ(crims_tool::history_before(pre, missing).months, 34);
    EXPECT_DOUBLE_EQ(crims_tool::history_before(pre, missing).scale, 6.0 / 34);
    for (crims::Month month = 2018y / January; month < 2020y / August; month += months(1)) {
        missing.push_back(month);
    }
    const crims_tool::ForecastHistory none = crims_tool::history_before(pre, missing);
    EXPECT_EQ(none.months, 0); // three are no history
    EXPECT_LT(none.days.end, none.days.start);
}

TEST(DonorParts, CountAPlaceInEveryRingThatHoldsIt) {
    // The places of the world: the squares' middles, and 100 m above each square.
    const crims::Model model = evaluation_world::model({1, 1, 1, 1});
    Donors donors;
    donors.areas = {rectangle(0, 0, 1000, 1000), rectangle(0, 1250, 1000, 2000)};
    std::vector<crims::ModelCell> cells;
    for (std::size_t zone = 0; zone < 4; ++zone) {
        cells.push_back({.zone = zone});
    }
    crims_tool::add_parts(donors, model, crims::Placement::observed, 200, cells);
    ASSERT_EQ(donors.shares.size(), 2U);
    EXPECT_EQ(donors.shares[0].cell, 0U);
    EXPECT_EQ(donors.parts[donors.shares[0].part].counted_in, std::vector<std::uint32_t>{0});
    EXPECT_EQ(donors.shares[1].cell, 2U);
    EXPECT_EQ(donors.parts[donors.shares[1].part].counted_in, (std::vector<std::uint32_t>{1, 3}));
    EXPECT_EQ(donors.shares[1].share, 1);
}

TEST(DonorParts, ShareAZonesAreaWhereCrimesMayBeAnywhere) {
    const crims::Model model = evaluation_world::model({1, 1, 1, 1});
    Donors donors;
    donors.areas = {rectangle(-100, 0, 250, 1000)};
    const std::vector<crims::ModelCell> cells = {{.zone = 0}};
    crims_tool::add_parts(donors, model, crims::Placement::uniform, 250, cells);
    double in_area = 0;
    double in_ring = 0;
    for (const crims_tool::DonorShare& share : donors.shares) {
        (donors.parts[share.part].counted_in == std::vector<std::uint32_t>{0} ? in_area
                                                                              : in_ring) +=
            share.share;
    }
    EXPECT_NEAR(in_area, 0.25, 0.01);
    EXPECT_NEAR(in_ring, 0.25, 0.01);
}

TEST(Donors, ARowOfZonesGivesThoseFarEnoughAndTheirCounts) {
    // With so few zones there is no forecast, and it says why.
    const crims::Model model = evaluation_world::model({10, 10, 10, 10});
    const crims_tool::EvaluationAreas areas = evaluation_world::areas({200});
    const crims_tool::EvaluationPlan plan;
    const crims_tool::EvaluationDesign design =
        crims_tool::make_design(model, evaluation_world::intervention(), areas, plan);
    const crims_tool::ForecastDesign forecast =
        crims_tool::make_forecast_design(model, areas, plan, design, 1);
    EXPECT_FALSE(forecast.is_given(0));
    EXPECT_NE(forecast.studies[0].reason.find("and 20 are needed"), std::string::npos);
}

} // namespace
