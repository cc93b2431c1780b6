// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/draw.hpp"

#include <gtest/gtest.h>

#include "crims_tool/evaluate/evaluation_world.hpp"

namespace {

using crims_tool::draw_replicates;
using crims_tool::ReplicateTable;
using namespace evaluation_world;

TEST(DrawReplicates, PartsInAnyOrderMakeTheWhole) {
    const crims::Model town =
        model({.treated = 12, .control = 9, .treated_ring = 3, .control_ring = 6});
    const crims_tool::EvaluationPlan plan{.effects = {0, 0.5}, .displaced = {0, 0.3}, .seed = 11};
    const auto design = crims_tool::make_design(town, intervention(0.5), areas({200}), plan);
    const auto count = crims_tool::counts_route(town, design, plan);
    const std::size_t width = design.combinations.size();
    const ReplicateTable whole = draw_replicates(count, width, 100);
    ASSERT_EQ(whole.replicates(), 100);
    ReplicateTable parts(width, 100);
    draw_replicates({.count = count}, parts, 37, 100);
    EXPECT_EQ(parts.at(36, 0).post, crims::StudyCounts{}.post);
    draw_replicates({.count = count}, parts, 0, 37);
    for (std::size_t replicate = 0; replicate < 100; ++replicate) {
        for (std::size_t c = 0; c < width; ++c) {
            EXPECT_EQ(parts.at(replicate, c).pre, whole.at(replicate, c).pre);
            EXPECT_EQ(parts.at(replicate, c).post, whole.at(replicate, c).post);
        }
    }
    EXPECT_NE(whole.at(0, 0).pre, whole.at(1, 0).pre);
}

} // namespace
