// SPDX-License-Identifier: MIT
#include "libwdd/forecast/areas.hpp"
#include "wdd/comparable.hpp"
#include "wdd/forecast.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using wdd::AreaCounts;
using wdd::forecast_verdict;
using wdd::ForecastVerdict;
using wdd::PlaceCounts;
using wdd::residual_rank;
using wdd::ResidualRank;

std::vector<PlaceCounts> places(std::size_t count) {
    const std::vector<AreaCounts> inner = areas::draw(count, 0.2, 31);
    const std::vector<AreaCounts> outer = areas::draw(count, 0.2, 32);
    std::vector<PlaceCounts> result;
    for (std::size_t i = 0; i < count; ++i) {
        result.push_back({.area = inner[i], .ring = outer[i]});
    }
    return result;
}

PlaceCounts usual_place(double area_post, double ring_post) {
    return {.area = {.pre = 40, .post = area_post, .history = 40.0},
            .ring = AreaCounts{.pre = 40, .post = ring_post, .history = 40.0}};
}

TEST(ForecastVerdict, ToldForAreaRingAndBoth) {
    const std::vector<PlaceCounts> others = places(80);
    const ForecastVerdict moved = forecast_verdict(others, usual_place(12, 68));
    ASSERT_TRUE(moved.around && moved.together);
    EXPECT_LT(moved.area.forecast.p_reduction, 0.01);
    EXPECT_LT(moved.around->forecast.p_increase, 0.05);
    EXPECT_GT(moved.together->forecast.p_reduction, 0.2);
    EXPECT_EQ(moved.together->forecast.recorded, 80);

    const ForecastVerdict spread = forecast_verdict(others, usual_place(12, 12));
    EXPECT_LT(spread.around->forecast.p_reduction, 0.01);
    EXPECT_LT(spread.together->forecast.p_reduction, spread.area.forecast.p_reduction);
}

TEST(ForecastVerdict, EachPartIsFittedForItself) {
    const std::vector<PlaceCounts> others = places(40);
    std::vector<AreaCounts> both;
    for (const PlaceCounts& place : others) {
        both.push_back({.pre = place.area.pre + place.ring->pre,
                        .post = place.area.post + place.ring->post,
                        .history = *place.area.history + *place.ring->history});
    }
    const ForecastVerdict verdict = forecast_verdict(others, usual_place(30, 30));
    EXPECT_EQ(verdict.together->model, wdd::fit_forecast(both));
    EXPECT_EQ(verdict.together->forecast.expected,
              forecast(wdd::fit_forecast(both), {.pre = 80, .post = 60, .history = 80.0}).expected);
}

TEST(ForecastVerdict, WithoutRingsIsOfTheAreaAlone) {
    PlaceCounts response = usual_place(30, 0);
    response.ring.reset();
    const ForecastVerdict verdict = forecast_verdict(places(40), response);
    EXPECT_FALSE(verdict.around || verdict.together);
}

TEST(ForecastVerdict, RingsWithoutIncidentsHaveNoForecastOfTheirOwn) {
    std::vector<PlaceCounts> others = places(40);
    for (PlaceCounts& place : others) {
        place.ring = AreaCounts{.pre = 0, .post = 0, .history = 0.0};
    }
    const ForecastVerdict verdict = forecast_verdict(others, usual_place(30, 0));
    EXPECT_FALSE(verdict.around);
    EXPECT_TRUE(verdict.together);
}

TEST(ForecastVerdict, EveryComparisonAreaNeedsARing) {
    std::vector<PlaceCounts> others = places(40);
    others[3].ring.reset();
    EXPECT_THROW(forecast_verdict(others, usual_place(30, 30)), std::invalid_argument);
}

TEST(ResidualRank, IsTheShareOfAreasThatDidAsWell) {
    std::vector<AreaCounts> others = areas::draw(39, 0.2, 8);
    const ResidualRank lowest = residual_rank(others, {.pre = 40, .post = 2, .history = 40.0});
    EXPECT_EQ(lowest.at_or_below, 1U);
    EXPECT_DOUBLE_EQ(lowest.p_reduction, 1 / 40.0);
    EXPECT_DOUBLE_EQ(lowest.p_increase, 1);
    EXPECT_EQ(lowest.residuals.size(), 39U);
    EXPECT_LT(lowest.residual, *std::ranges::min_element(lowest.residuals));

    const ResidualRank highest = residual_rank(others, {.pre = 40, .post = 160, .history = 40.0});
    EXPECT_DOUBLE_EQ(highest.p_reduction, 1);
    EXPECT_DOUBLE_EQ(highest.p_increase, 1 / 40.0);
}

TEST(ResidualRank, TiesCountOnBothSides) {
    std::vector<AreaCounts> others = areas::draw(39, 0.2, 8);
    const ResidualRank rank = residual_rank(others, others[5]);
    EXPECT_EQ(rank.residuals[5], rank.residual);
    EXPECT_EQ(rank.at_or_below + rank.at_or_above, 40U + 2U); // itself and its twin twice
}

TEST(ResidualRank, NeedsTwentyComparisonAreas) {
    const AreaCounts response{.pre = 40, .post = 30, .history = 40.0};
    EXPECT_THROW(residual_rank(areas::draw(19, 0.2, 8), response), std::invalid_argument);
    EXPECT_NO_THROW(residual_rank(areas::draw(20, 0.2, 8), response));
}

TEST(Comparable, WithinAFactorOfTheUsualCount) {
    const AreaCounts response{.pre = 110, .post = 0, .history = 90.0}; // usually 100
    EXPECT_EQ(wdd::usual_count(response), 100);
    EXPECT_TRUE(wdd::is_comparable({.pre = 250, .post = 0, .history = 250.0}, response));
    EXPECT_FALSE(wdd::is_comparable({.pre = 250, .post = 0, .history = 251.0}, response));
    EXPECT_TRUE(wdd::is_comparable({.pre = 40, .post = 900, .history = 40.0}, response));
    EXPECT_FALSE(wdd::is_comparable({.pre = 40, .post = 40, .history = 39.0}, response));
}

TEST(Comparable, SmallCountsMayDifferByMore) {
    const AreaCounts response{.pre = 12, .post = 0, .history = {}};
    EXPECT_EQ(wdd::size_factor(response), 4);
    EXPECT_TRUE(wdd::is_comparable({.pre = 48, .post = 0, .history = {}}, response));
    EXPECT_FALSE(wdd::is_comparable({.pre = 49, .post = 0, .history = {}}, response));
    EXPECT_TRUE(wdd::is_comparable({.pre = 3, .post = 0, .history = {}}, response));
    EXPECT_FALSE(wdd::is_comparable({.pre = 2, .post = 0, .history = {}}, response));
    EXPECT_EQ(wdd::size_factor({.pre = 30, .post = 0, .history = {}}), 2.5);
}

TEST(Comparable, AnAreaWithoutIncidentsIsNone) {
    const AreaCounts nothing{};
    EXPECT_FALSE(wdd::is_comparable(nothing, {.pre = 10, .post = 0, .history = {}}));
    EXPECT_FALSE(wdd::is_comparable(nothing, nothing));
}

TEST(Comparable, TakesTheNarrowerFactorForSmallCountsWhereItGivesEnoughAreas) {
    const PlaceCounts response{.area = {.pre = 20, .post = 0, .history = {}}, .ring = {}};
    std::vector<PlaceCounts> others(21);
    for (PlaceCounts& other : others) {
        other.area.pre = 8; // within 2.5
    }
    others[3].area.pre = 6; // within 4
    EXPECT_EQ(wdd::comparable_areas(others, response).size(), 20U);
    others.pop_back();
    EXPECT_EQ(wdd::comparable_areas(others, response).size(), 20U); // 19 are not enough
}

TEST(Comparable, GivesIndicesInOrder) {
    std::vector<PlaceCounts> others(4);
    others[1].area.pre = 50;
    others[3].area.pre = 60;
    EXPECT_EQ(
        wdd::comparable_areas(others, {.area = {.pre = 40, .post = 0, .history = {}}, .ring = {}}),
        (std::vector<std::size_t>{1, 3}));
}

} // namespace
