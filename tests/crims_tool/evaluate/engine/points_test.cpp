// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/points.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include "crims_tool/evaluate/evaluation_world.hpp"

namespace {

using crims_tool::EvaluationPlan;
using crims_tool::EvaluationRow;
using evaluation_world::areas;
using evaluation_world::Evaluated;
using evaluation_world::intervention;
using evaluation_world::model;
using namespace std::chrono;

constexpr double standard_errors = 4.5;

Evaluated through_points(const crims::Model& model, const crims_tool::EvaluationAreas& areas,
                         const crims::Intervention& intervention, const EvaluationPlan& plan) {
    Evaluated result;
    result.design = crims_tool::make_design(model, intervention, areas, plan);
    result.table = crims_tool::draw_replicates(
        crims_tool::points_route(
            result.design, areas, plan,
            crims_tool::simulated_crimes(model, plan,
                                         crims_tool::crime_window(result.design, areas, plan))),
        result.design.combinations.size(), plan.replicates);
    result.summary = crims_tool::summarise(result.design, plan, result.table);
    return result;
}

double difference_in_errors(const crims_tool::Simulated& a, const crims_tool::Simulated& b) {
    const double error = std::hypot(a.error, b.error);
    return error > 0 ? (a.value - b.value) / error : (a.value == b.value ? 0 : 1e9);
}

/// Both routes on the same plan, many replicates where they cost little.
void expect_agreement(const crims::Model& town, const crims_tool::EvaluationAreas& where,
                      const crims::Intervention& what, EvaluationPlan plan) {
    plan.replicates = 1500;
    const auto points = through_points(town, where, what, plan);
    plan.replicates = 15000;
    const auto counts = evaluation_world::evaluate(town, where, what, plan);
    ASSERT_EQ(points.summary.rows.size(), counts.summary.rows.size());
    for (std::size_t i = 0; i < points.summary.rows.size(); ++i) {
        const EvaluationRow& a = points.summary.rows[i];
        const EvaluationRow& b = counts.summary.rows[i];
        SCOPED_TRACE(testing::Message()
                     << "effect " << b.combination.effect << ", displaced "
                     << b.combination.displaced << ", study " << b.combination.study);
        EXPECT_EQ(a.true_effect, b.true_effect);
        EXPECT_LT(std::abs(difference_in_errors(a.mean_estimate, b.mean_estimate)),
                  standard_errors);
        EXPECT_LT(std::abs(difference_in_errors(a.rejection, b.rejection)), standard_errors);
        EXPECT_NEAR(a.sd_z / b.sd_z, 1, 0.1);
    }
}

TEST(EvaluationPoints, AgreeWithCountsOverEffectsDisplacementDurationsAndRings) {
    crims::Model town = model({40, 35, 60, 20});
    town.dispersion[0] = {.year = 0.01, .zone_year = 0.01, .zone_month = 0.02};
    crims::Intervention what = intervention(0.4);
    what.onset = {crims::Shape::ramp, 20};
    const EvaluationPlan plan{
        .effects = {0, 0.4, 0.8}, .displaced = {-0.3, 0, 0.5}, .months = {0, 3}, .seed = 11};
    // The test's rings are narrower and wider than the one that crimes are displaced to.
    expect_agreement(town, areas({150, 400}, 300), what, plan);
}

TEST(EvaluationPoints, AgreeWithCountsWhenCrimesAreAnywhereInTheirZones) {
    const crims_tool::EvaluationAreas where = crims_tool::make_areas(
        evaluation_world::rectangle(100, 100, 700, 900),
        evaluation_world::rectangle(5300, 0, 5900, 800), {{150, "150 metres"}}, 250);
    const EvaluationPlan plan{.effects = {0, 0.5},
                              .displaced = {-0.2, 0.5},
                              .seed = 5,
                              .placement = crims::Placement::uniform};
    crims::Intervention what = intervention();
    expect_agreement(model({90, 80, 60, 40}), where, what, plan);
    what.ring_placement = crims::RingPlacement::crime;
    expect_agreement(model({90, 80, 60, 40}), where, what, plan);
}

TEST(EvaluationPoints, AgreeWithCountsOnPoorRecords) {
    const EvaluationPlan plan{.effects = {0, 0.5},
                              .displaced = {0.5},
                              .months = {3},
                              .seed = 2,
                              .recorded = 0.6,
                              .missing = {2021y / May},
                              .month_only = true};
    expect_agreement(model({60, 50, 30, 20}), areas({200}), intervention(), plan);
}

TEST(EvaluationPoints, AnEffectOfNothingChangesNoCrime) {
    // The twin: at effect 0, and at any effect outside of area and ring, the same crimes.
    const EvaluationPlan plan{
        .effects = {0, 0.5}, .displaced = {0, 0.5}, .replicates = 50, .seed = 9};
    const auto result = through_points(model({40, 30, 20, 10}), areas({200}), intervention(), plan);
    for (std::size_t r = 0; r < plan.replicates; ++r) {
        const crims::StudyCounts& twin = result.table.at(r, 0);
        EXPECT_EQ(result.table.at(r, 2).post, twin.post);
        for (const std::size_t treated : {1U, 3U}) {
            const crims::StudyCounts& counts = result.table.at(r, treated);
            EXPECT_EQ(counts.pre, twin.pre);
            EXPECT_EQ(counts.post[1], twin.post[1]);
            EXPECT_EQ(counts.post[3], twin.post[3]);
            EXPECT_LE(counts.post[0], twin.post[0]);
        }
        // What is displaced is not lost: all of the scenario's ring is the test's.
        EXPECT_EQ(result.table.at(r, 1).post[2], twin.post[2]);
        EXPECT_EQ(result.table.at(r, 3).post[0], result.table.at(r, 1).post[0]);
        EXPECT_LE(result.table.at(r, 3).post[0] + result.table.at(r, 3).post[2],
                  twin.post[0] + twin.post[2]);
    }
}

TEST(EvaluationPoints, SnappingCountsCrimesWhereTheirMapPointIs) {
    // 700 m: the area's place (500, 500) moves to (700, 700), still in it, its ring's (500, 1100)
    // to (700, 1400), out of the ring of 200 m.
    EvaluationPlan plan{.replicates = 20, .seed = 4};
    const auto exact = through_points(model({40, 30, 20, 10}), areas({200}), intervention(), plan);
    plan.snap = 700;
    const auto snapped =
        through_points(model({40, 30, 20, 10}), areas({200}), intervention(), plan);
    for (std::size_t r = 0; r < plan.replicates; ++r) {
        EXPECT_EQ(snapped.table.at(r, 0).pre[0], exact.table.at(r, 0).pre[0]);
        EXPECT_EQ(snapped.table.at(r, 0).pre[2], 0);
        EXPECT_GT(exact.table.at(r, 0).pre[2], 0);
    }
}

TEST(EvaluationPoints, CrimesThatFollowCrimesMakeTheTestFindTooMuch) {
    // Ratio .3 has a variance of 1/(1-.3)^2 = 2.04 times the mean over a long window: the size
    // would be 1 - Phi(1.6449/sqrt(2.04)) = 0.125; two months with lags of a few days are nearly
    // so.
    EvaluationPlan plan{.months = {3}, .replicates = 3000, .seed = 8, .month_only = true};
    plan.near_repeat = crims::NearRepeat{.ratio = 0.3, .mean_lag_days = 3, .spread = 0};
    const auto summary =
        through_points(model({60, 60, 0, 0}), areas({0}), intervention(), plan).summary;
    EXPECT_GT(summary.rows[0].rejection.value, 0.10);
    EXPECT_LT(summary.rows[0].rejection.value, 0.145);
    EXPECT_NEAR(summary.null[0].sd, std::sqrt(2.04), 0.1);
    EXPECT_LT(std::abs(summary.rows[0].bias.value), standard_errors * summary.rows[0].bias.error);
}

TEST(EvaluationPoints, AreTheSameOnAnyNumberOfThreads) {
    const EvaluationPlan plan{
        .effects = {0, 0.5}, .displaced = {0.5}, .replicates = 200, .seed = 9};
    const auto run = [&plan](std::size_t threads) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        return through_points(model({40, 30, 20, 10}), areas({200}), intervention(), plan).table;
    };
    const auto one = run(1);
    const auto many = run(8);
    ASSERT_EQ(one.counts.size(), many.counts.size());
    for (std::size_t i = 0; i < one.counts.size(); ++i) {
        ASSERT_EQ(one.counts[i].pre, many.counts[i].pre);
        ASSERT_EQ(one.counts[i].post, many.counts[i].post);
    }
}

} // namespace
