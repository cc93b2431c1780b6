// SPDX-License-Identifier: MIT
#include "crims/study.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "crims/simulator.hpp"
#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;
using crims::StudyCounts;
using crims::StudyMeans;

/// A town whose zone 0 is treated, 1 the control, 2 half in the treated's ring, 3 wholly in the
/// control's, from the middle of a month to the middle of another.
struct Fixture {
    crims::Model model = town::model({});
    crims::Study study;

    Fixture() {
        for (std::size_t zone = 0; zone < 4; ++zone) {
            for (std::size_t type = 0; type < 3; ++type) {
                crims::StudyCell cell{.zone = zone, .crime_type = type};
                cell.share[zone] = zone == 2 ? 0.5 : 1;
                study.cells.push_back(cell);
            }
        }
        study.pre = {2020y / April / 11, 2020y / July / 20};
        study.post = {2020y / July / 21, 2020y / October / 29};
        study.intervention = {.start = study.post.start,
                              .end = study.post.end,
                              .effect = {0.3, 0.5, 0},
                              .onset = {crims::Shape::ramp, 30}};
        model.dispersion.assign(
            3, {.year = 0.02, .zone_year = 0.02, .zone_half_year = 0.02, .zone_month = 0.05});
        model.common_dispersion = {.zone_year = 0.01, .zone_half_year = 0.01, .zone_month = 0.02};
    }
};

/// The same by counting the simulator's crimes one by one.
StudyMeans counted(const Fixture& fixture, std::uint32_t replicates, bool dispersion) {
    StudyMeans sum;
    const crims::Simulation simulation(
        fixture.model,
        {.from = 2020y / April, .placement = crims::Placement::none, .dispersion = dispersion});
    crims::CrimeTable table;
    for (std::uint32_t r = 0; r < replicates; ++r) {
        crims::Simulator simulator = simulation.replicate(r);
        for (int month = 0; month < 7; ++month) {
            simulator.step(table);
            for (std::size_t i = 0; i < table.size(); ++i) {
                const sys_days day = crims::first_day(table.month) + days(table.minute[i] / 1440);
                const std::size_t zone = table.zone[i];
                const double share = (zone == 2 ? 0.5 : 1) / replicates;
                const double prevented =
                    zone == 0
                        ? share * crims::prevention(
                                      fixture.study.intervention,
                                      fixture.model.offences[table.offence[i]].crime_type, day)
                        : 0;
                if (fixture.study.pre.contains(day)) {
                    sum.pre[zone] += share;
                    sum.prevented_pre += prevented;
                } else if (fixture.study.post.contains(day)) {
                    sum.post[zone] += share;
                    sum.prevented_post += prevented;
                }
            }
        }
    }
    return sum;
}

TEST(Study, ExpectsWhatTheSimulatorsCrimesAddUpTo) {
    constexpr std::uint32_t replicates = 300;
    const Fixture fixture;
    const StudyMeans means = crims::StudyProcess(fixture.model, fixture.study).expected();
    const StudyMeans found = counted(fixture, replicates, false);
    const auto bound = [](double mean) { return 4.5 * std::sqrt(mean / replicates); };
    for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
        EXPECT_NEAR(found.pre[zone], means.pre[zone], bound(means.pre[zone]));
        EXPECT_NEAR(found.post[zone], means.post[zone], bound(means.post[zone]));
    }
    EXPECT_EQ(means.prevented_pre, 0);
    EXPECT_NEAR(found.prevented_post, means.prevented_post, bound(means.prevented_post));
}

TEST(Study, DrawsTheGammaFactorsOfTheSimulator) {
    // With a thousand times the crime, Poisson variation is small beside that of the factors.
    Fixture fixture;
    for (double& rate : fixture.model.incidence) {
        rate *= 1000;
    }
    const crims::StudyProcess process(fixture.model, fixture.study);
    const StudyMeans found = counted(fixture, 1, true);
    const StudyMeans means = process.means(1, 0);
    for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
        EXPECT_NEAR(found.pre[zone] / means.pre[zone], 1, 0.02);
        EXPECT_NEAR(found.post[zone] / means.post[zone], 1, 0.02);
        EXPECT_GT(std::abs((means.post[zone] / process.expected().post[zone]) - 1), 0.001);
    }
}

TEST(Study, LeavesOutWhatIsNotRecorded) {
    Fixture fixture;
    const StudyMeans whole = crims::StudyProcess(fixture.model, fixture.study).expected();
    fixture.study.recorded = 0.6;
    EXPECT_NEAR(crims::StudyProcess(fixture.model, fixture.study).expected().pre[1],
                0.6 * whole.pre[1], 1e-9);
    fixture.study.recorded = 1;
    fixture.study.missing = {2020y / May};
    double may = 0;
    for (std::size_t type = 0; type < 3; ++type) {
        may += crims::expected_count(fixture.model, 1, type, 2020y / May);
    }
    EXPECT_NEAR(crims::StudyProcess(fixture.model, fixture.study).expected().pre[1],
                whole.pre[1] - may, 1e-9);
}

TEST(Study, MovesPreventedCrimesAsTheScenarioSays) {
    const StudyMeans without{
        .pre = {100, 100, 50, 50}, .post = {90, 100, 40, 50}, .prevented_post = 20};
    const StudyMeans moved = crims::with_intervention(without, 0.5, 0.4, {0, 0, 0.75, 0.25});
    EXPECT_DOUBLE_EQ(moved.post[0], 80);
    EXPECT_DOUBLE_EQ(moved.post[2], 43);
    EXPECT_DOUBLE_EQ(moved.post[3], 51);
    EXPECT_EQ(moved.pre, without.pre);
    // -10 in the area, +3 in its ring, +1 in the control's.
    EXPECT_DOUBLE_EQ(crims::true_effect(without, moved), -8);
    const StudyMeans diffused = crims::with_intervention(without, 1, -0.5, {0, 0, 1, 0});
    EXPECT_DOUBLE_EQ(diffused.post[2], 30);
    EXPECT_DOUBLE_EQ(crims::true_effect(without, diffused), -30);
    EXPECT_EQ(crims::with_intervention(without, 0, 0.4, {0, 0, 1, 0}).post, without.post);
}

TEST(Study, DrawsCountsWithTheirMeans) {
    const StudyMeans means{.pre = {3, 30, 0, 8}, .post = {1, 25, 0.5, 12}};
    constexpr std::uint32_t draws = 20000;
    StudyMeans sum;
    for (std::uint32_t r = 0; r < draws; ++r) {
        const StudyCounts counts = crims::draw_counts(means, 4, r, 0);
        for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
            sum.pre[zone] += static_cast<double>(counts.pre[zone]) / draws;
            sum.post[zone] += static_cast<double>(counts.post[zone]) / draws;
        }
    }
    for (std::size_t zone = 0; zone < crims::study_zones; ++zone) {
        EXPECT_NEAR(sum.pre[zone], means.pre[zone], 4.5 * std::sqrt(means.pre[zone] / draws));
        EXPECT_NEAR(sum.post[zone], means.post[zone], 4.5 * std::sqrt(means.post[zone] / draws));
    }
}

TEST(Study, OfACellThatTheModelLacksIsRefused) {
    Fixture fixture;
    fixture.study.cells.push_back({.zone = 9});
    EXPECT_THROW(crims::StudyProcess(fixture.model, fixture.study), std::invalid_argument);
}

} // namespace
