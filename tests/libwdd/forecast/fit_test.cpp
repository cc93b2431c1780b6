// SPDX-License-Identifier: MIT
#include "libwdd/forecast/areas.hpp"
#include "wdd/forecast.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using wdd::AreaCounts;
using wdd::fit_forecast;
using wdd::ForecastModel;

std::vector<double> row_of(const AreaCounts& area) {
    std::vector<double> row{1, std::log(area.pre + 0.5)};
    if (area.history) {
        row.push_back(std::log(*area.history + 0.5));
    }
    return row;
}

double mean_of(const ForecastModel& model, const AreaCounts& area) {
    double log = 0;
    const std::vector<double> row = row_of(area);
    for (std::size_t i = 0; i < row.size(); ++i) {
        log += model.coefficients[i] * row[i];
    }
    return std::exp(log);
}

/// What is zero at the maximum of the likelihood: X'((n - mu) / (1 + tau2 mu)).
std::vector<double> scores(const ForecastModel& model, const std::vector<AreaCounts>& areas) {
    std::vector<double> sums(model.coefficients.size());
    for (const AreaCounts& area : areas) {
        const double mean = mean_of(model, area);
        const std::vector<double> row = row_of(area);
        for (std::size_t i = 0; i < row.size(); ++i) {
            sums[i] += row[i] * (area.post - mean) / (1 + model.tau2 * mean);
        }
    }
    return sums;
}

double pearson_sum(const ForecastModel& model, const std::vector<AreaCounts>& areas) {
    double sum = 0;
    for (const AreaCounts& area : areas) {
        const double mean = mean_of(model, area);
        sum += std::pow(area.post - mean, 2) / (mean + model.tau2 * mean * mean);
    }
    return sum;
}

template<class Error>
std::string refusal(const std::vector<AreaCounts>& areas) {
    try {
        fit_forecast(areas);
    } catch (const Error& error) {
        return error.what();
    }
    return "not refused";
}

TEST(ForecastFit, ScoresAreZeroAndThePearsonSumIsItsDegreesOfFreedom) {
    for (const double deviation : {0.2, 0.5, 1.0}) {
        for (const bool history : {true, false}) {
            std::vector<AreaCounts> areas = areas::draw(60, deviation, 5);
            if (!history) {
                areas = areas::without_history(areas);
            }
            SCOPED_TRACE(std::to_string(deviation) + (history ? " with history" : ""));
            const ForecastModel model = fit_forecast(areas);
            ASSERT_GT(model.tau2, 0);
            for (const double score : scores(model, areas)) {
                EXPECT_NEAR(score, 0, 1e-4); // tau2 is settled to 1e-7
            }
            EXPECT_NEAR(pearson_sum(model, areas), model.degrees_of_freedom(), 1e-9);
            EXPECT_EQ(model.degrees_of_freedom(), history ? 57 : 58);
        }
    }
}

TEST(ForecastFit, CountsThatVaryByLessThanChanceLeaveNoSpread) {
    std::vector<AreaCounts> areas;
    for (int i = 0; i < 30; ++i) {
        areas.push_back({.pre = 20.0 + i, .post = 22.0 + i, .history = {}});
    }
    const ForecastModel model = fit_forecast(areas);
    EXPECT_EQ(model.tau2, 0);
    EXPECT_LT(pearson_sum(model, areas), model.degrees_of_freedom());
    for (const double score : scores(model, areas)) {
        EXPECT_NEAR(score, 0, 1e-8);
    }
}

TEST(ForecastFit, PureChanceLeavesNextToNoSpread) {
    EXPECT_LT(fit_forecast(areas::draw(400, 0, 11)).tau2, 0.01);
}

TEST(ForecastFit, FindsTheSpreadThatWasPutIn) {
    // log-normal factors of the treatment period, and the past known for certain.
    areas::Numbers numbers(3);
    std::vector<AreaCounts> areas;
    for (int i = 0; i < 2000; ++i) {
        const double usual = 20 + 60 * numbers.uniform();
        const double factor = std::exp(0.3 * numbers.normal());
        areas.push_back({.pre = usual, .post = numbers.poisson(usual * factor), .history = {}});
    }
    // The variance of a log-normal factor about its mean: exp(0.3^2) - 1.
    EXPECT_NEAR(fit_forecast(areas).tau2, std::exp(0.09) - 1, 0.012);
}

TEST(ForecastFit, HalfOfARecentDepartureFromThePastGoesAway) {
    const ForecastModel model = fit_forecast(areas::draw(2000, 0.3, 7));
    EXPECT_GT(model.coefficients[1], 0.1);
    EXPECT_LT(model.coefficients[1], 0.6);
    EXPECT_NEAR(model.coefficients[1] + model.coefficients[2], 1, 0.2);
}

TEST(ForecastFit, TheOrderOfTheAreasDoesNotMatter) {
    const std::vector<AreaCounts> areas = areas::draw(40, 0.4, 9);
    const ForecastModel one = fit_forecast(areas);
    const ForecastModel other = fit_forecast(std::vector<AreaCounts>(areas.rbegin(), areas.rend()));
    for (std::size_t i = 0; i < one.coefficients.size(); ++i) {
        EXPECT_NEAR(one.coefficients[i], other.coefficients[i], 1e-10);
    }
    EXPECT_NEAR(one.tau2, other.tau2, 1e-12);
}

TEST(ForecastFit, SaysHowManyAreasItNeeds) {
    EXPECT_EQ(refusal<std::invalid_argument>(areas::draw(19, 0.3, 1)),
              "only 19 comparison areas: a forecast needs at least 20");
    EXPECT_NO_THROW(fit_forecast(areas::draw(20, 0.3, 1)));
    EXPECT_THROW(fit_forecast(areas::draw(3, 0.3, 1), 1), std::invalid_argument);
}

TEST(ForecastFit, ZerosAmongTheCountsAreCounts) {
    std::vector<AreaCounts> areas = areas::draw(40, 0.3, 2);
    areas[0] = {.pre = 0, .post = 0, .history = 0};
    areas[1] = {.pre = 0, .post = 3, .history = 2};
    areas[2] = {.pre = 4, .post = 0, .history = 0};
    const ForecastModel model = fit_forecast(areas);
    EXPECT_NEAR(pearson_sum(model, areas), model.degrees_of_freedom(), 1e-9);
}

TEST(ForecastFit, HugeCountsKeepTheirDigits) {
    std::vector<AreaCounts> areas = areas::draw(40, 0.3, 2);
    for (AreaCounts& area : areas) {
        area = {.pre = area.pre * 1e9, .post = area.post * 1e9, .history = *area.history * 1e9};
    }
    const ForecastModel model = fit_forecast(areas);
    EXPECT_NEAR(pearson_sum(model, areas), model.degrees_of_freedom(), 1e-6);
    for (const double score : scores(model, areas)) {
        EXPECT_NEAR(score, 0, 1e-4);
    }
}

TEST(ForecastFit, SaysWhyThereIsNoAnswer) {
    std::vector<AreaCounts> same = areas::without_history(areas::draw(30, 0.3, 4));
    std::vector<AreaCounts> twice = areas::draw(30, 0.3, 4);
    std::vector<AreaCounts> none = areas::draw(30, 0.3, 4);
    for (std::size_t i = 0; i < same.size(); ++i) {
        same[i].pre = 40;
        twice[i].history = twice[i].pre;
        none[i].post = 0;
    }
    EXPECT_EQ(
        refusal<std::domain_error>(same),
        "all comparison areas have the same count before, so nothing can be learned from their differences");
    EXPECT_EQ(
        refusal<std::domain_error>(twice),
        "the longer history of the comparison areas says nothing that their counts before do not say: forecast without it");
    EXPECT_EQ(refusal<std::domain_error>(none),
              "the comparison areas recorded no incident in the treatment period");
}

TEST(ForecastFit, OneAreaWithAllIncidentsHasNoAnswer) {
    std::vector<AreaCounts> areas;
    for (int i = 0; i < 20; ++i) {
        areas.push_back({.pre = 1.0 + i, .post = i == 19 ? 5.0 : 0.0, .history = {}});
    }
    EXPECT_EQ(
        refusal<std::domain_error>(areas),
        "the comparison areas recorded too few incidents: the forecast from their past does not settle");
}

TEST(ForecastFit, RefusesCountsThatAreNone) {
    for (const double wrong : {-1.0, std::numeric_limits<double>::infinity(),
                               std::numeric_limits<double>::quiet_NaN()}) {
        std::vector<AreaCounts> areas = areas::draw(30, 0.3, 4);
        areas[7].pre = wrong;
        EXPECT_NE(refusal<std::invalid_argument>(areas).find("the count before is"),
                  std::string::npos);
        areas = areas::draw(30, 0.3, 4);
        areas[7].post = wrong;
        EXPECT_NE(refusal<std::invalid_argument>(areas).find("the count after is"),
                  std::string::npos);
    }
    std::vector<AreaCounts> areas = areas::draw(30, 0.3, 4);
    areas[29].history.reset();
    EXPECT_EQ(refusal<std::invalid_argument>(areas),
              "some areas have a history and others have none");
}

} // namespace
