// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/design.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "crims_tool/evaluate/evaluation_world.hpp"

namespace {

using crims_tool::Combination;
using crims_tool::EvaluationDesign;
using crims_tool::EvaluationPlan;
using evaluation_world::areas;
using evaluation_world::intervention;
using evaluation_world::model;
using namespace std::chrono;

constexpr evaluation_world::Rates rates{
    .treated = 120, .control = 90, .treated_ring = 30, .control_ring = 60};

TEST(EvaluationDesign, CombinesEachStudyWithEachDisplacedShareAndEffect) {
    const EvaluationPlan plan{
        .effects = {0, 0.25, 0.5}, .displaced = {0, 0.4}, .months = {1, 2}, .month_only = true};
    const EvaluationDesign design =
        crims_tool::make_design(model(rates), intervention(0.5), areas({100, 200}), plan);
    ASSERT_EQ(design.studies.size(), 4); // months, then rings
    EXPECT_EQ(design.studies[1].months, 1);
    EXPECT_EQ(design.studies[1].ring, 1);
    EXPECT_EQ(design.studies[2].months, 2);
    ASSERT_EQ(design.combinations.size(), 4 * 2 * 3);
    const Combination& last = design.combinations.back();
    EXPECT_EQ(last.study, 3);
    EXPECT_EQ(last.displaced, 0.4);
    EXPECT_EQ(last.effect, 0.5);
}

TEST(EvaluationDesign, ExpectsTheMonthlyCrimesOfTheModel) {
    const EvaluationPlan plan{.effects = {0, 0.5}, .displaced = {0}};
    const EvaluationDesign design =
        crims_tool::make_design(model(rates), intervention(0.5), areas({200}), plan);
    const crims::StudyMeans& truth = design.studies.front().truth;
    const auto zone = [](crims::StudyZone z) { return static_cast<std::size_t>(z); };
    EXPECT_NEAR(truth.post[zone(crims::StudyZone::treated)], 120, 1e-9);
    EXPECT_NEAR(truth.post[zone(crims::StudyZone::control)], 90, 1e-9);
    EXPECT_NEAR(truth.post[zone(crims::StudyZone::treated_displacement)], 30, 1e-9);
    const Combination& half = design.combinations[1];
    EXPECT_NEAR(design.net_effect(half), -60, 1e-9);
    EXPECT_NEAR(design.true_effect(half), -60, 1e-9);
    EXPECT_NEAR(design.overall_effect(0, 0.5), 0.5, 1e-12);
    EXPECT_EQ(design.net_effect(design.combinations[0]), 0);
}

TEST(EvaluationDesign, RefusesWhatCannotBeStudied) {
    const auto design_for = [](const crims::Intervention& what, const EvaluationPlan& plan) {
        return crims_tool::make_design(model(rates), what, areas({200}), plan);
    };
    EXPECT_THROW(design_for(intervention(0), {}), std::runtime_error);
    crims::Intervention thirty_days = intervention(0.5);
    thirty_days.end = 2021y / July / 30;
    EXPECT_NO_THROW(design_for(thirty_days, {}));
    EXPECT_THROW(design_for(thirty_days, {.month_only = true}), std::runtime_error);
    EXPECT_THROW(crims_tool::make_design(model({.treated = 0, .control = 90}), intervention(0.5),
                                         areas({0}), {}),
                 std::runtime_error);
}

TEST(EvaluationAreas, WarnOfRingsThatOverlap) {
    EXPECT_TRUE(areas({200}).warnings.empty());
    const auto warned = areas({200, 3000}).warnings; // the squares lie 4 km apart
    ASSERT_EQ(warned.size(), 1);
    EXPECT_NE(warned[0].find("rings of 3000 metres"), std::string::npos) << warned[0];
}

} // namespace
