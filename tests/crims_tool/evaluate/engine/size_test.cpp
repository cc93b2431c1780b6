// SPDX-License-Identifier: MIT
#include <cmath>
#include <random>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <gtest/gtest.h>

#include "crims_tool/evaluate/engine/size.hpp"

namespace {

using crims_tool::held_rate;
using crims_tool::held_size;
using crims_tool::HeldSize;

constexpr double alpha = 0.05;
constexpr double nominal = -1.6448536269514722;

double phi(double z) {
    return std::erfc(-z / std::sqrt(2)) / 2;
}

/// The middle quantiles of a normal distribution: a sample without chance.
std::vector<double> normal_sample(std::size_t count, double mean, double sd) {
    const boost::math::normal_distribution<double> normal(mean, sd);
    std::vector<double> z;
    for (std::size_t i = 0; i < count; ++i) {
        z.push_back(boost::math::quantile(normal, (static_cast<double>(i) + 0.5) /
                                                      static_cast<double>(count)));
    }
    return z;
}

TEST(EvaluationSize, ATestThatKeepsItsSizeIsLeftAlone) {
    const std::vector<double> null = normal_sample(2000, 0, 1);
    const HeldSize held = held_size(null, alpha, nominal);
    EXPECT_TRUE(held.is_nominal);
    EXPECT_DOUBLE_EQ(held.size.value, 0.05);
    EXPECT_EQ(held.critical_z.value, nominal);
    EXPECT_EQ(held.critical_z.error, 0);
    const auto rate = held_rate(normal_sample(2000, -2, 1), null, alpha, held);
    EXPECT_NEAR(rate.value, phi(nominal + 2), 0.001);
    EXPECT_NEAR(rate.error, std::sqrt(rate.value * (1 - rate.value) / 2000), 1e-12);
}

TEST(EvaluationSize, ATestThatIsMoreCarefulThanItPromisesIsNotMadeBolder) {
    const HeldSize held = held_size(normal_sample(2000, 0, 0.5), alpha, nominal);
    EXPECT_TRUE(held.is_nominal);
    EXPECT_EQ(held.critical_z.value, nominal);
}

TEST(EvaluationSize, ATestThatExceedsAlphaMustDemandMore) {
    constexpr double sd = 1.5;
    const std::vector<double> null = normal_sample(10000, 0, sd);
    const HeldSize held = held_size(null, alpha, nominal);
    EXPECT_FALSE(held.is_nominal);
    EXPECT_NEAR(held.size.value, phi(nominal / sd), 0.0002);
    EXPECT_NEAR(held.critical_z.value, sd * nominal, 0.001);
    // Standard error of a quantile: sqrt(p (1 - p) / n) over the density there.
    const double density = std::exp(-nominal * nominal / 2) / std::sqrt(2 * M_PI) / sd;
    const double error = std::sqrt(alpha * (1 - alpha) / 10000) / density;
    EXPECT_NEAR(held.critical_z.error, error, 0.02 * error);
    const auto rate = held_rate(normal_sample(10000, -3, sd), null, alpha, held);
    EXPECT_NEAR(rate.value, phi(nominal + (3 / sd)), 0.001);
}

TEST(EvaluationSize, OfEqualValuesAllOrNoneAreAlarms) {
    // Three in a hundred at -3, four at -2: with the latter seven would be alarms, so none is.
    std::vector<double> null(100, 0.5);
    std::fill_n(null.begin(), 3, -3.0);
    std::fill_n(null.begin() + 3, 20, -2.0);
    const HeldSize held = held_size(null, alpha, nominal);
    EXPECT_FALSE(held.is_nominal);
    EXPECT_DOUBLE_EQ(held.critical_z.value, -2.5);
    EXPECT_DOUBLE_EQ(held_rate(null, null, alpha, held).value, 0.03);
}

TEST(EvaluationSize, WhereEveryAlarmIsAlikeNoneIsLeft) {
    std::vector<double> null(100, 0.5);
    std::fill_n(null.begin(), 30, -2.0);
    const HeldSize held = held_size(null, alpha, nominal);
    EXPECT_LT(held.critical_z.value, -2);
    EXPECT_EQ(held_rate(null, null, alpha, held).value, 0);
}

TEST(EvaluationSize, ReplicatesWithoutAZAreNoAlarms) {
    std::vector<double> null = normal_sample(1000, 0, 2);
    null.resize(2000, std::nan(""));
    const HeldSize held = held_size(null, alpha, nominal);
    EXPECT_NEAR(held.size.value, phi(nominal / 2) / 2, 0.001);
    // A twentieth of all is a tenth of those that have one.
    EXPECT_NEAR(held.critical_z.value, 2 * -1.2815515655446004, 0.01);
}

/// Mean of the error that is told, and the spread that rates really have, over many evaluations.
void expect_true_error(double correlation) {
    constexpr int evaluations = 600;
    constexpr std::size_t replicates = 1000;
    constexpr double sd = 1.5;
    boost::random::mt19937_64 engine(11);
    boost::random::normal_distribution<double> normal;
    double told = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < evaluations; ++i) {
        std::vector<double> null;
        std::vector<double> z;
        for (std::size_t r = 0; r < replicates; ++r) {
            const double common = normal(engine);
            null.push_back(sd * common);
            z.push_back(sd * ((correlation * common) +
                              (std::sqrt(1 - (correlation * correlation)) * normal(engine))) -
                        2.5);
        }
        const auto rate = held_rate(z, null, alpha, held_size(null, alpha, nominal));
        told += rate.error / evaluations;
        sum += rate.value;
        squares += rate.value * rate.value;
    }
    const double mean = sum / evaluations;
    const double spread = std::sqrt((squares / evaluations) - (mean * mean));
    EXPECT_NEAR(mean, phi(nominal + (2.5 / sd)), 4 * spread / std::sqrt(evaluations) + 0.002);
    EXPECT_NEAR(told, spread, 0.12 * spread);
}

TEST(EvaluationSize, TheErrorOfARateHoldsThatOfTheCriticalZ) {
    expect_true_error(0);
    expect_true_error(0.8);
}

} // namespace
