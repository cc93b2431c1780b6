// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "crims_tool/evaluate/evaluation_world.hpp"

namespace {

using crims_tool::EvaluationPlan;
using crims_tool::EvaluationRow;
using evaluation_world::areas;
using evaluation_world::evaluate;
using evaluation_world::intervention;
using evaluation_world::model;

constexpr double standard_errors = 4.5;

/// Rows of a reference table as maps from column to text. Throws if there are none.
std::vector<std::map<std::string, std::string>> reference(const std::string& name) {
    std::vector<std::map<std::string, std::string>> rows;
    std::ifstream file(std::filesystem::path(REFERENCE_DIR) / name);
    const auto cells = [](const std::string& line) {
        std::vector<std::string> result;
        std::stringstream stream(line);
        for (std::string cell; std::getline(stream, cell, ',');) {
            result.push_back(cell);
        }
        return result;
    };
    std::string line;
    if (!std::getline(file, line)) {
        throw std::runtime_error("cannot read " + name);
    }
    const std::vector<std::string> header = cells(line);
    while (std::getline(file, line)) {
        const std::vector<std::string> values = cells(line);
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < values.size(); ++i) {
            row[header[i]] = values[i];
        }
    }
    return rows;
}

/// Every cell of the design has the mean that the reference calls `mean_per_cell`.
crims_tool::EvaluationSummary with_mean(double mean, const std::vector<double>& effects,
                                        bool with_rings, std::uint32_t replicates) {
    const EvaluationPlan plan{
        .effects = effects, .replicates = replicates, .seed = 7, .month_only = true};
    const double ring = with_rings ? mean : 0;
    return evaluate(model({mean, mean, ring, ring}), areas({with_rings ? 200.0 : 0.0}),
                    intervention(), plan)
        .summary;
}

void expect_rate(const crims_tool::Simulated& simulated, double expected, std::uint32_t replicates,
                 const std::string& what) {
    EXPECT_NEAR(simulated.value, expected,
                standard_errors * std::sqrt(expected * (1 - expected) / replicates))
        << what;
}

TEST(EvaluationTruth, RejectsAndCoversAsTheReferenceSums) {
    constexpr std::uint32_t replicates = 20000;
    const auto table = reference("power.csv");
    ASSERT_FALSE(table.empty());
    const std::vector<double> effects = {0, 0.1, 0.2, 0.3, 0.5};
    std::map<std::string, crims_tool::EvaluationSummary> done;
    int compared = 0;
    for (const auto& row : table) {
        const double mean = std::stod(row.at("mean_per_cell"));
        const double reduction = std::stod(row.at("reduction"));
        const auto effect = std::find(effects.begin(), effects.end(), reduction);
        if (mean < 10 || effect == effects.end()) { // below, whole counts decide coverage
            continue;
        }
        const bool with_rings = row.at("layout") == "with_disp8";
        const std::string key = row.at("layout") + row.at("mean_per_cell");
        if (!done.contains(key)) {
            done[key] = with_mean(mean, effects, with_rings, replicates);
        }
        const EvaluationRow& found =
            done[key].rows[static_cast<std::size_t>(effect - effects.begin())];
        const std::string what = key + ", " + row.at("reduction");
        EXPECT_NEAR(found.true_effect, std::stod(row.at("true_wdd")), 1e-9) << what;
        expect_rate(found.rejection, std::stod(row.at("rej05")), replicates, what);
        // Poisson counts: a test that is made to keep its size is the test itself.
        EXPECT_NEAR(found.held.value, std::stod(row.at("rej05")),
                    standard_errors * std::max(found.held.error, found.rejection.error))
            << what;
        expect_rate(found.coverage, std::stod(row.at("cover95")), replicates, what);
        ++compared;
    }
    EXPECT_GE(compared, 30);
}

TEST(EvaluationTruth, FindsTheDetectableEffectOfTheClosedForm) {
    // Solved for the standard deviation that a reduction of r really has, sqrt(m (4 - r)).
    constexpr std::uint32_t replicates = 20000;
    std::vector<double> effects;
    for (int i = 0; i <= 20; ++i) {
        effects.push_back(0.05 * i);
    }
    for (const double mean : {50.0, 100.0, 200.0}) {
        const auto summary = with_mean(mean, effects, false, replicates);
        constexpr double wanted = 1.6448536 + 0.8416212;
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; ++i) {
            const double r = (low + high) / 2;
            (r * std::sqrt(mean) / std::sqrt(4 - r) < wanted ? low : high) = r;
        }
        ASSERT_TRUE(summary.detectable[0].effect);
        EXPECT_NEAR(summary.detectable[0].effect->value, low, 0.015) << mean;
        EXPECT_LT(summary.detectable[0].effect->error, 0.01);
    }
}

TEST(EvaluationTruth, ATestOfCountsThatVaryMoreThanPoissonFindsTooMuch) {
    // phi 1.8: a tenth of the reference's rejections under the null instead of a twentieth. The
    // exact size at phi is 1 - Phi(1.6449 / sqrt(phi)) = 0.1101.
    constexpr std::uint32_t replicates = 20000;
    constexpr double mean = 100;
    crims::Model town = model({mean, mean, 0, 0});
    town.dispersion[0].zone_month = 0.8 / mean; // variance m + m^2 v = 1.8 m
    const EvaluationPlan plan{.replicates = replicates, .seed = 3, .month_only = true};
    const auto summary = evaluate(town, areas({0}), intervention(), plan).summary;
    expect_rate(summary.rows[0].rejection, 0.1101, replicates, "type I error");
    EXPECT_NEAR(summary.null[0].sd, std::sqrt(1.8), 0.04);
    // What a test of the nominal size must really demand.
    EXPECT_NEAR(summary.null[0].quantile(0.05), -1.6449 * std::sqrt(1.8), 0.06);
    // The mean of the counts is what it was.
    EXPECT_NEAR(summary.rows[0].bias.value, 0, standard_errors * summary.rows[0].bias.error);
}

TEST(EvaluationTruth, PowerAtTheSizeThatIsReallyHeldIsThatOfTheClosedForm) {
    // phi 1.8 at 100 crimes a cell: under the null z is normal with variance phi, so 5 % are below
    // -1.6449 sqrt(phi). A reduction of 30 %: mean -30, variance 3 * 180 + 70 + 70^2 * 0.008, over
    // the square root of the 370 crimes that the test divides by.
    constexpr std::uint32_t replicates = 20000;
    constexpr double mean = 100;
    crims::Model town = model({mean, mean, 0, 0});
    town.dispersion[0].zone_month = 0.8 / mean;
    const EvaluationPlan plan{
        .effects = {0, 0.3, 0.8}, .replicates = replicates, .seed = 9, .month_only = true};
    const auto summary = evaluate(town, areas({0}), intervention(), plan).summary;
    const double critical = -1.6449 * std::sqrt(1.8);
    EXPECT_FALSE(summary.null[0].held.is_nominal);
    EXPECT_NEAR(summary.null[0].held.critical_z.value, critical, 0.06);
    const auto power = [](double z) {
        const double sd = std::sqrt(540 + 70 + 39.2);
        return std::erfc(-((z * std::sqrt(370)) + 30) / sd / std::sqrt(2)) / 2;
    };
    EXPECT_NEAR(summary.rows[1].rejection.value, power(-1.6449), 0.02); // 0.47
    EXPECT_NEAR(summary.rows[1].held.value, power(critical), 0.02);     // 0.31
    EXPECT_GT(summary.rows[1].held.error, summary.rows[1].rejection.error);
    EXPECT_NEAR(summary.rows[0].held.value, 0.05, 1e-4);
    ASSERT_TRUE(summary.detectable[0].effect);
    EXPECT_GT(summary.detectable[0].effect->value, summary.detectable[0].plain->value + 0.03);
}

TEST(EvaluationTruth, NetEffectCountsWhatMovesBeyondTheRings) {
    const EvaluationPlan plan{
        .effects = {0, 0.5}, .displaced = {0, 0.4}, .replicates = 10, .month_only = true};
    const auto evaluated =
        evaluate(model({100, 80, 60, 40}), areas({0, 200}), intervention(), plan);
    const auto& rows = evaluated.summary.rows;
    ASSERT_EQ(rows.size(), 8);
    EXPECT_NEAR(rows[3].true_effect, -50, 1e-6); // no rings: what moves is taken for prevented
    EXPECT_NEAR(rows[3].net_effect, -30, 1e-6);
    EXPECT_NEAR(rows[7].true_effect, -30, 0.1);
    EXPECT_NEAR(rows[7].net_effect, -30, 1e-6);
    EXPECT_NEAR(evaluated.design.overall_effect(0, 0.5), 0.5, 1e-9);
}

TEST(EvaluationTruth, OverdispersedCountsRejectAndCoverAsTheReferenceSimulates) {
    constexpr std::uint32_t replicates = 20000;
    const auto table = reference("overdispersion.csv");
    ASSERT_FALSE(table.empty());
    for (const auto& row : table) {
        const double mean = std::stod(row.at("mean_per_cell"));
        const double phi = std::stod(row.at("phi"));
        if (mean < 20) { // the reference's own way to draw small counts is not told
            continue;
        }
        crims::Model town = model({mean, mean, 0, 0});
        town.dispersion[0].zone_month = (phi - 1) / mean;
        const EvaluationPlan plan{.replicates = replicates, .seed = 6, .month_only = true};
        const auto found = evaluate(town, areas({0}), intervention(), plan).summary.rows[0];
        const std::string what = row.at("phi") + ", mean " + row.at("mean_per_cell");
        expect_rate(found.rejection, std::stod(row.at("rej05")), replicates, what);
        expect_rate(found.coverage, std::stod(row.at("cover95")), replicates, what);
    }
}

TEST(EvaluationTruth, EstimatesAreUnbiasedWithDisplacementAndWithDiffusion) {
    constexpr std::uint32_t replicates = 20000;
    const EvaluationPlan plan{.effects = {0, 0.3, 0.6},
                              .displaced = {-0.5, 0, 0.5},
                              .replicates = replicates,
                              .month_only = true};
    const auto summary =
        evaluate(model({100, 80, 60, 40}), areas({200}), intervention(), plan).summary;
    ASSERT_EQ(summary.rows.size(), 9);
    // -effect * 100 crimes, less what reappears in the ring. The model's ring is the upper side
    // of the square only, but all of the scenario's ring is the test's.
    for (const EvaluationRow& row : summary.rows) {
        const double expected = -100 * row.combination.effect * (1 - row.combination.displaced);
        EXPECT_NEAR(row.true_effect, expected, 1e-3 * std::abs(expected));
        EXPECT_NEAR(row.bias.value, 0, standard_errors * row.bias.error);
        EXPECT_NEAR(row.bias.error, std::sqrt((560 + expected) / replicates), 0.02);
        EXPECT_NEAR(row.coverage.value, 0.95, standard_errors * row.coverage.error + 0.002);
    }
}

TEST(EvaluationTruth, AnEffectOfNothingChangesNothing) {
    // A study with the scenario's intervention at size 0 has the expected counts of one without.
    const crims::Model town = model({100, 80, 60, 40});
    const EvaluationPlan plan{.effects = {0}, .month_only = true};
    const auto design = crims_tool::make_design(town, intervention(), areas({200}), plan);
    EXPECT_EQ(design.true_effect(design.combinations[0]), 0);
    const auto with = crims::with_intervention(design.studies[0].truth, 0, 0.5,
                                               design.combinations[0].displaced_to);
    EXPECT_EQ(with.post, design.studies[0].truth.post);
    EXPECT_EQ(with.pre, design.studies[0].truth.pre);
}

} // namespace
