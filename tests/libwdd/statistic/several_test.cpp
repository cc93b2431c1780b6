// SPDX-License-Identifier: MIT
#include "wdd/several.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace {

/// Before and after in the response area and the control area.
struct TypeCounts {
    double weight;
    wdd::BeforeAfter treated;
    wdd::BeforeAfter control;
};

/// Wheeler's example of harm (weights 3, 2, 5, 7, 10).
constexpr std::array harm_example{
    TypeCounts{3, {130, 74}, {133, 91}}, TypeCounts{2, {327, 202}, {388, 305}},
    TypeCounts{5, {398, 190}, {148, 97}}, TypeCounts{7, {144, 92}, {86, 64}},
    TypeCounts{10, {183, 96}, {94, 67}}};

std::vector<wdd::WeightedEstimate> harm_estimates() {
    std::vector<wdd::WeightedEstimate> estimates;
    estimates.reserve(harm_example.size());
    for (const TypeCounts& type : harm_example) {
        const auto statistic = wdd::weighted_displacement_difference({.treated = type.treated,
                                                                      .control = type.control,
                                                                      .treated_displacement = {},
                                                                      .control_displacement = {}});
        estimates.push_back({.estimate = statistic.total, .weight = type.weight});
    }
    return estimates;
}

} // namespace

TEST(Several, harm_weighted_sum_of_wheelers_example) {
    const wdd::Combined found = wdd::combine(harm_estimates());
    EXPECT_NEAR(found.total.estimate, -1721, 1e-9);
    EXPECT_NEAR(found.total.standard_error, 304.1036, 5e-5);
    EXPECT_NEAR(*found.z, -1721 / 304.1036, 1e-5);
    EXPECT_NEAR(*found.ci_high - *found.ci_low, 2 * 1.959964 * 304.1036, 1e-3);
    EXPECT_EQ(found.evidence, wdd::Evidence::very_strong);
}

TEST(Several, one_evaluation_of_weight_one_is_itself) {
    const auto single = wdd::weighted_displacement_difference({.treated = {207, 110},
                                                               .control = {308, 318},
                                                               .treated_displacement = {178, 157},
                                                               .control_displacement = {150, 140}});
    const std::array estimates{wdd::WeightedEstimate{.estimate = single.total, .weight = 1}};
    const wdd::Combined found = wdd::combine(estimates);
    EXPECT_DOUBLE_EQ(*found.z, *single.z);
    EXPECT_DOUBLE_EQ(*found.p_one_tailed, *single.p_one_tailed);
    EXPECT_DOUBLE_EQ(*found.ci_low, *single.ci_low);
}

TEST(Several, nothing_to_add_up_has_no_z) {
    EXPECT_FALSE(wdd::combine({}).z);
    const std::array weightless{wdd::WeightedEstimate{.estimate = {-5, 2}, .weight = 0}};
    EXPECT_FALSE(wdd::combine(weightless).z);
    const std::array negative{wdd::WeightedEstimate{.estimate = {-5, 2}, .weight = -1}};
    EXPECT_THROW(wdd::combine(negative), std::invalid_argument);
}

TEST(Several, holm_and_benjamini_hochberg) {
    const std::array p{0.01, 0.04, 0.03, 0.005};
    const std::array by_holm{0.03, 0.06, 0.06, 0.02};
    const std::array by_benjamini{0.02, 0.04, 0.04, 0.02};
    const auto holm = wdd::holm(p);
    const auto benjamini = wdd::benjamini_hochberg(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
        EXPECT_NEAR(holm[i], by_holm[i], 1e-15) << i;
        EXPECT_NEAR(benjamini[i], by_benjamini[i], 1e-15) << i;
    }
    EXPECT_TRUE(wdd::holm({}).empty());
    EXPECT_THROW(wdd::holm(std::array{1.5}), std::invalid_argument);
    EXPECT_THROW(wdd::benjamini_hochberg(std::array{-0.1}), std::invalid_argument);
}

TEST(Several, adjusted_p_never_leaves_its_range) {
    const std::array p{0.9, 0.8, 1.0};
    EXPECT_EQ(wdd::holm(p), (std::vector<double>{1, 1, 1}));
    EXPECT_EQ(wdd::benjamini_hochberg(p), (std::vector<double>{1, 1, 1}));
}
