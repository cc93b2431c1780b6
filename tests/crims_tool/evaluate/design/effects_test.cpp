// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/effects.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace {

using crims_tool::EvaluationPlan;

TEST(PlanEffects, AnEffectIsPutInOrderAndOnlyOnce) {
    EvaluationPlan plan{.effects = {0, 0.2, 0.4}};
    crims_tool::add_effect(plan, 0.3);
    crims_tool::add_effect(plan, 0.2);
    crims_tool::add_effect(plan, 0.5);
    EXPECT_EQ(plan.effects, (std::vector<double>{0, 0.2, 0.3, 0.4, 0.5}));
}

TEST(PlanEffects, TypesThatDoNotCountAreNotPrevented) {
    const crims::Intervention intervention{.effect = {0.1, 0.5, 0.3}};
    const EvaluationPlan all{};
    EXPECT_EQ(crims_tool::on_counted_types(intervention, all).effect, intervention.effect);
    const EvaluationPlan some{.types = {1, 0, 1}};
    const crims::Intervention counted = crims_tool::on_counted_types(intervention, some);
    EXPECT_EQ(counted.effect, (std::vector<double>{0.1, 0, 0.3}));
    EXPECT_EQ(crims_tool::largest_effect(counted), 0.3);
    EXPECT_EQ(crims_tool::largest_effect({}), 0);
}

} // namespace
