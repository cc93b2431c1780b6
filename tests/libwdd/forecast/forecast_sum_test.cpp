// SPDX-License-Identifier: MIT
#include "wdd/forecast_sum.hpp"

#include <chrono>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace wdd {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days first{std::chrono::year{2022} / 1 / 1};

Period month(int number, int length = 1) {
    return {first + days(30 * number), first + days(30 * (number + length) - 1)};
}

Box place(int number) {
    return {10.0 * number, 0, 10.0 * number + 10, 10};
}

/// A world in which every area has its own level, and moves beyond chance from period to period.
class World {
  public:
    explicit World(unsigned seed) : m_random(seed) {}

    AreaCounts area(double movement) {
        constexpr double spread = 0.03;
        const double level = std::gamma_distribution<double>(8, 10)(m_random);
        const auto count = [&](double factor) {
            const double beyond = std::gamma_distribution<double>(1 / spread, spread)(m_random);
            return std::poisson_distribution<int>(level * factor * beyond)(m_random);
        };
        const auto pre = static_cast<double>(count(1));
        const auto history = static_cast<double>(count(1));
        return {.pre = pre, .post = static_cast<double>(count(movement)), .history = history};
    }

  private:
    std::mt19937_64 m_random;
};

/// An evaluation of an area, compared with others; they stand side by side, from number 100 on.
ForecastToAdd evaluated(const AreaCounts& response, int number, std::vector<AreaCounts> others,
                        const Period& post) {
    std::vector<Box> places;
    for (std::size_t i = 0; i < others.size(); ++i) {
        places.push_back(place(100 + static_cast<int>(i)));
    }
    ForecastModel model = fit_forecast(others);
    const Forecast own = forecast(model, response);
    return {.fitted = {.model = std::move(model), .forecast = own},
            .response = response,
            .comparison_areas = std::move(others),
            .places = std::move(places),
            .place = place(number),
            .post_days = {post}};
}

/// No incident counts in two of them.
SharedIncidents nothing_shared(const std::vector<ForecastToAdd>& parts) {
    SharedIncidents shared(parts.size() * parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        shared[i * parts.size() + i] = parts[i].response.post;
    }
    return shared;
}

std::vector<AreaCounts> areas_of(World& world, std::size_t number, double movement = 1) {
    std::vector<AreaCounts> areas;
    for (std::size_t i = 0; i < number; ++i) {
        areas.push_back(world.area(movement));
    }
    return areas;
}

double variance(const Forecast& forecast) {
    return forecast.expected + forecast.variance * forecast.expected * forecast.expected;
}

TEST(ForecastOfSum, OfOneIsItsOwn) {
    World world(1);
    const std::vector<ForecastToAdd> parts{
        evaluated(world.area(1), 0, areas_of(world, 60), month(0))};
    const Forecast sum = forecast_of_sum(parts, nothing_shared(parts));
    const Forecast& own = parts.front().fitted.forecast;
    EXPECT_NEAR(sum.expected, own.expected, 1e-12 * own.expected);
    EXPECT_NEAR(sum.variance, own.variance, 1e-12);
    EXPECT_NEAR(sum.fit_variance, own.fit_variance, 1e-12);
    EXPECT_NEAR(sum.p_reduction, own.p_reduction, 1e-12);
    EXPECT_NEAR(sum.ratio_low, own.ratio_low, 1e-12);
    EXPECT_NEAR(sum.ratio_high, own.ratio_high, 1e-12);
}

TEST(ForecastOfSum, OtherPlacesAtOtherTimesAreIndependent) {
    World world(2);
    std::vector<ForecastToAdd> parts{evaluated(world.area(1), 0, areas_of(world, 60), month(0)),
                                     evaluated(world.area(1), 1, areas_of(world, 60), month(1))};
    const Forecast sum = forecast_of_sum(parts, nothing_shared(parts));
    EXPECT_NEAR(variance(sum),
                variance(parts[0].fitted.forecast) + variance(parts[1].fitted.forecast),
                1e-9 * variance(sum));
}

// Comparison areas in common, on the same days: the error of one forecast is that of the other, so
// that the errors of like areas add up and do not cancel.
TEST(ForecastOfSum, CommonComparisonAreasAddTheirErrorToEach) {
    World world(3);
    const std::vector<AreaCounts> others = areas_of(world, 30);
    const AreaCounts response = world.area(1);
    std::vector<ForecastToAdd> parts{evaluated(response, 0, others, month(0)),
                                     evaluated(response, 1, others, month(0))};
    const Forecast sum = forecast_of_sum(parts, nothing_shared(parts));
    const Forecast& own = parts.front().fitted.forecast;
    EXPECT_NEAR(sum.fit_variance, own.fit_variance, 1e-12); // relative to twice the expectation
    EXPECT_NEAR(sum.variance - sum.fit_variance, (own.variance - own.fit_variance) / 2, 1e-12);
    parts[1].post_days = {month(0, 2)}; // half of it in common: days a share of sqrt(1/2)
    const Forecast partly = forecast_of_sum(parts, nothing_shared(parts));
    EXPECT_NEAR(partly.fit_variance, own.fit_variance * (1 + std::sqrt(0.5)) / 2, 1e-12);
}

TEST(ForecastOfSum, IncidentsThatCountTwiceMakeTheSumNoSurer) {
    World world(4);
    const std::vector<AreaCounts> others = areas_of(world, 30);
    const AreaCounts response = world.area(1);
    const std::vector<ForecastToAdd> parts{evaluated(response, 0, others, month(0)),
                                           evaluated(response, 0, others, month(0))};
    const double post = response.post;
    const SharedIncidents all(4, post);
    const Forecast sum = forecast_of_sum(parts, all);
    const Forecast& own = parts.front().fitted.forecast;
    EXPECT_NEAR(variance(sum), 4 * variance(own), 1e-9 * variance(sum));
    EXPECT_NEAR(sum.ratio_low, own.ratio_low, 1e-12);
    EXPECT_NEAR(sum.ratio_high, own.ratio_high, 1e-12);
}

TEST(ForecastOfSum, NeighboursVaryTogether) {
    World world(5);
    const std::vector<AreaCounts> others = areas_of(world, 30);
    std::vector<ForecastToAdd> parts{evaluated(world.area(1), 0, others, month(0)),
                                     evaluated(world.area(1), 1, others, month(0))};
    const double apart = forecast_of_sum(parts, nothing_shared(parts)).variance;
    parts[1].place = {5, 0, 15, 10}; // half of both
    EXPECT_GT(forecast_of_sum(parts, nothing_shared(parts)).variance, apart);
}

// What it is for. All areas move by a third from one period to the next, the comparison areas too;
// twenty response areas of one force are added up.
TEST(ForecastOfSum, ReportsAReductionInOneOfTwentyWhereNothingWasDone) {
    constexpr int worlds = 1000;
    constexpr std::size_t responses = 20;
    int alarms = 0;
    int if_independent = 0;
    for (int i = 0; i < worlds; ++i) {
        World world(static_cast<unsigned>(1000 + i));
        const std::vector<AreaCounts> others = areas_of(world, 40, 1.33);
        std::vector<ForecastToAdd> parts;
        double apart = 0;
        for (const AreaCounts& response : areas_of(world, responses, 1.33)) {
            parts.push_back(
                evaluated(response, 2 * static_cast<int>(parts.size()), others, month(0)));
            apart += variance(parts.back().fitted.forecast);
        }
        const Forecast sum = forecast_of_sum(parts, nothing_shared(parts));
        alarms += sum.p_reduction <= 0.05 ? 1 : 0;
        if_independent += sum.difference <= -1.645 * std::sqrt(apart) ? 1 : 0;
    }
    EXPECT_GT(alarms, 0.03 * worlds);
    EXPECT_LT(alarms, 0.07 * worlds);
    EXPECT_GT(if_independent, 0.08 * worlds); // what it guards against
}

TEST(ForecastOfSum, RefusesWhatDoesNotBelongTogether) {
    EXPECT_THROW(forecast_of_sum({}, {}), std::invalid_argument);
    World world(6);
    std::vector<ForecastToAdd> parts{evaluated(world.area(1), 0, areas_of(world, 30), month(0))};
    EXPECT_THROW(forecast_of_sum(parts, {}), std::invalid_argument);
    const SharedIncidents shared = nothing_shared(parts);
    parts.front().places.pop_back();
    EXPECT_THROW(forecast_of_sum(parts, shared), std::invalid_argument);
}

} // namespace
} // namespace wdd
