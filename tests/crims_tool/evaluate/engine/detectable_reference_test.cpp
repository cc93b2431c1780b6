// SPDX-License-Identifier: MIT
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "crims_tool/evaluate/evaluation_world.hpp"
#include "libwdd/csv_rows.hpp"

namespace {

/// Reductions of 0 to 95 %, every cell of the design with the same mean.
evaluation_world::Evaluated evaluated(double mean, bool with_rings,
                                      crims_tool::EvaluationPlan& plan) {
    constexpr int steps = 20;
    plan.effects.clear();
    for (int i = 0; i < steps; ++i) {
        plan.effects.push_back(static_cast<double>(i) / steps);
    }
    const double ring = with_rings ? mean : 0;
    return evaluation_world::evaluate(evaluation_world::model({mean, mean, ring, ring}),
                                      evaluation_world::areas({with_rings ? 200.0 : 0.0}),
                                      evaluation_world::intervention(), plan);
}

} // namespace

TEST(DetectableEffect, IsThatOfTheReferenceForEveryLevelAndPower) {
    const auto rows = csv_rows::read(REFERENCE_DIR "/mde.csv");
    std::map<std::string, evaluation_world::Evaluated> designs;
    crims_tool::EvaluationPlan plan{.replicates = 4000, .seed = 11, .month_only = true};
    int compared = 0;
    for (const csv_rows::Row& row : rows) {
        const double mean = row.number("mean_per_cell");
        if (row.text("test") != "z" || row.text("min_reduction") == "NA" || mean < 20 ||
            mean > 200) {
            continue;
        }
        const std::string& layout = row.text("layout");
        const std::string key = layout + row.text("mean_per_cell");
        if (!designs.contains(key)) {
            designs[key] = evaluated(mean, layout == "with_disp8", plan);
        }
        plan.alpha = row.number("alpha");
        plan.power = row.number("power");
        const auto summary = crims_tool::summarise(designs[key].design, plan, designs[key].table);
        const auto& found = summary.detectable.front().plain;
        const std::string what = key + ", alpha " + row.text("alpha") + ", power " +
                                 row.text("power") + ": " + row.text("min_reduction");
        if (row.number("min_reduction") > plan.effects.back()) {
            EXPECT_FALSE(found && found->value < 0.9) << what;
            continue;
        }
        ASSERT_TRUE(found) << what;
        EXPECT_NEAR(found->value, row.number("min_reduction"), 0.005 + 4.5 * found->error) << what;
        EXPECT_LT(found->error, 0.03) << what;
        ++compared;
    }
    EXPECT_GE(compared, 30);
}
