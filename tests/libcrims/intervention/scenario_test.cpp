// SPDX-License-Identifier: MIT
#include "crims/scenario.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono;
using crims::Intervention;
using crims::Shape;

Intervention june() {
    return {.start = 2021y / June / 1, .end = 2021y / June / 30, .effect = {0.3, 0}};
}

TEST(Scenario, OfStepsIsFullFromTheFirstToTheLastDay) {
    const Intervention intervention = june();
    EXPECT_EQ(crims::strength(intervention, 2021y / May / 31), 0);
    EXPECT_EQ(crims::strength(intervention, 2021y / June / 1), 1);
    EXPECT_EQ(crims::strength(intervention, 2021y / June / 30), 1);
    EXPECT_EQ(crims::strength(intervention, 2021y / July / 1), 0);
    EXPECT_EQ(crims::prevention(intervention, 0, 2021y / June / 9), 0.3);
    EXPECT_EQ(crims::prevention(intervention, 1, 2021y / June / 9), 0);
}

TEST(Scenario, RampsUpAndDownByDays) {
    Intervention intervention = june();
    intervention.onset = {Shape::ramp, 10};
    intervention.decay = {Shape::ramp, 4};
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / June / 1), 0.05);
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / June / 10), 0.95);
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / June / 11), 1);
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / July / 1), 0.875);
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / July / 4), 0.125);
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / July / 5), 0);
}

TEST(Scenario, FadesExponentiallyAfterTheEndOrFromTheStart) {
    Intervention intervention = june();
    intervention.decay = {Shape::exponential, 20};
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / June / 30), 1);
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / July / 20), std::exp(-19.5 / 20));
    intervention.decay_from_start = true;
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / June / 20), std::exp(-19.5 / 20));
    EXPECT_EQ(crims::strength(intervention, 2021y / July / 1), 0);
}

TEST(Scenario, DecaysFromWhatItReached) {
    Intervention intervention = june();
    intervention.onset = {Shape::ramp, 60}; // half way after 30 days
    intervention.decay = {Shape::ramp, 2};
    EXPECT_DOUBLE_EQ(crims::strength(intervention, 2021y / July / 1), 29.5 / 60 * 0.75);
}

TEST(Scenario, OutOfRangeIsRefused) {
    const auto refused = [](const Intervention& intervention) {
        EXPECT_THROW(crims::check(intervention), std::invalid_argument);
    };
    EXPECT_NO_THROW(crims::check(june()));
    Intervention intervention = june();
    intervention.effect = {1.1};
    refused(intervention);
    intervention = june();
    intervention.effect = {-0.1};
    refused(intervention);
    intervention = june();
    intervention.displaced = -1.5;
    refused(intervention);
    intervention = june();
    intervention.end = 2021y / May / 1;
    refused(intervention);
    intervention = june();
    intervention.onset = {Shape::ramp, 0};
    refused(intervention);
    intervention = june();
    intervention.decay_from_start = true;
    refused(intervention);
}

} // namespace
