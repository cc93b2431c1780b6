// SPDX-License-Identifier: MIT
#include "libwdd/forecast/reference_cases.hpp"
#include "wdd/comparable.hpp"
#include "wdd/honest_wdd.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace {

using reference_cases::Case;

testing::AssertionResult agrees(double actual, double expected) {
    if (std::abs(actual - expected) <= 1e-9 * std::max(1.0, std::abs(expected))) {
        return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << testing::PrintToString(actual) << " is not "
                                       << testing::PrintToString(expected) << " within 1e-9";
}

// Tiny cases have fewer areas than a user is allowed.
constexpr std::size_t fewest = 10;

class ForecastReference : public testing::Test {
  protected:
    const std::vector<Case> m_cases = reference_cases::all();
};

TEST_F(ForecastReference, HasTheFiveCases) {
    EXPECT_EQ(m_cases.size(), 5U);
}

TEST_F(ForecastReference, CoefficientsSpreadAndCovarianceAreEqual) {
    for (const Case& one : m_cases) {
        SCOPED_TRACE(one.expected.at("name").get<std::string>());
        const wdd::ForecastModel model = wdd::fit_forecast(one.donors, fewest);
        const auto coefficients = one.expected.at("coefficients").get<std::vector<double>>();
        ASSERT_EQ(model.coefficients.size(), coefficients.size());
        for (std::size_t i = 0; i < coefficients.size(); ++i) {
            EXPECT_TRUE(agrees(model.coefficients[i], coefficients[i])) << "b" << i;
            for (std::size_t j = 0; j < coefficients.size(); ++j) {
                EXPECT_TRUE(agrees(model.covariance[i * coefficients.size() + j],
                                   one.expected.at("covariance")[i][j].get<double>()))
                    << "V" << i << j;
            }
        }
        EXPECT_TRUE(agrees(model.tau2, one.expected.at("tau2").get<double>()));
        EXPECT_EQ(model.comparison_areas, one.expected.at("K").get<std::size_t>());
    }
}

TEST_F(ForecastReference, ExpectationVerdictAndIntervalAreEqual) {
    for (const Case& one : m_cases) {
        SCOPED_TRACE(one.expected.at("name").get<std::string>());
        const wdd::Forecast result =
            wdd::forecast(wdd::fit_forecast(one.donors, fewest), one.treated);
        const auto expected = [&one](const char* name) { return one.expected.at(name); };
        EXPECT_TRUE(agrees(result.expected, expected("expected_post").get<double>()));
        EXPECT_TRUE(
            agrees(result.fit_variance, expected("log_variance_of_expected").get<double>()));
        EXPECT_TRUE(agrees(result.variance, expected("total_overdispersion").get<double>()));
        EXPECT_TRUE(agrees(result.p_reduction, expected("p_one_tailed_nb_mid").get<double>()));
        EXPECT_TRUE(agrees(result.p_increase, 1 - expected("p_one_tailed_nb_mid").get<double>()));
        EXPECT_TRUE(agrees(result.residual, expected("deviance_t").get<double>()));
        EXPECT_TRUE(agrees(result.ratio, expected("ratio").get<double>()));
        EXPECT_TRUE(agrees(result.ratio_low, expected("ratio_ci95")[0].get<double>()));
        EXPECT_TRUE(agrees(result.ratio_high, expected("ratio_ci95")[1].get<double>()));
        EXPECT_TRUE(agrees(-result.difference, expected("prevented").get<double>()));
    }
}

TEST_F(ForecastReference, HonestWddIsEqual) {
    std::size_t compared = 0;
    for (const Case& one : m_cases) {
        if (!one.expected.contains("wdd_honest")) {
            continue;
        }
        SCOPED_TRACE(one.expected.at("name").get<std::string>());
        const nlohmann::json& expected = one.expected.at("wdd_honest");
        const wdd::HonestWdd result =
            wdd::honest_wdd(one.donors, {one.treated.pre, one.treated.post},
                            {one.control.pre, one.control.post}, fewest);
        EXPECT_TRUE(agrees(result.common_ratio, expected.at("common_ratio_g").get<double>()));
        EXPECT_TRUE(agrees(result.tau2, expected.at("tau2_two_period").get<double>()));
        EXPECT_TRUE(agrees(result.wdd, expected.at("wdd").get<double>()));
        EXPECT_TRUE(agrees(result.standard_error, expected.at("se_honest").get<double>()));
        EXPECT_TRUE(agrees(result.t, expected.at("t").get<double>()));
        EXPECT_EQ(result.degrees_of_freedom, expected.at("df").get<double>());
        EXPECT_TRUE(agrees(result.p_one_tailed, expected.at("p_one_tailed").get<double>()));
        ++compared;
    }
    EXPECT_EQ(compared, 3U);
}

TEST_F(ForecastReference, DonorsOfTheReferenceAreComparableByTheRule) {
    for (const Case& one : m_cases) {
        if (!one.treated.history) {
            continue; // generated areas of any size
        }
        SCOPED_TRACE(one.expected.at("name").get<std::string>());
        EXPECT_TRUE(std::ranges::all_of(one.donors, [&one](const wdd::AreaCounts& donor) {
            return wdd::is_comparable(donor, one.treated);
        }));
    }
}

} // namespace
