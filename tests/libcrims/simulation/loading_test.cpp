// SPDX-License-Identifier: MIT
#include "crims/loading.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;

TEST(Loading, IsTheProductOfAllRulesThatNameACell) {
    const crims::Model model = town::model({}); // 4 zones, 3 types of 3 offences
    const crims::Loading loading = {{.factor = 2},
                                    {.zone = 1, .factor = 3},
                                    {.crime_type = 2, .factor = 5},
                                    {.zone = 1, .offence = 7, .factor = 7},
                                    {.month = 2020y / May, .factor = 11}};
    const std::vector<double> april = crims::loading_factors(model, loading, 2020y / April);
    EXPECT_EQ(april[0], 2);
    EXPECT_EQ(april[9 + 0], 6);
    EXPECT_EQ(april[9 + 6], 30);
    EXPECT_EQ(april[9 + 7], 210);
    EXPECT_EQ(april[18 + 7], 10);
    EXPECT_EQ(crims::loading_factors(model, loading, 2020y / May)[0], 22);
}

TEST(Loading, ScalesTheExpectedTotal) {
    const crims::Model model = town::model({.crimes_a_month = 300});
    EXPECT_NEAR(crims::expected_total(model, {}, 2020y / January), 200, 1e-9);
    EXPECT_NEAR(crims::expected_total(model, crims::uniform_loading(1.5), 2020y / July), 600, 1e-9);
    // Zone 0 has 1 of 1 + 1/2 + 1/3 + 1/4 parts.
    EXPECT_NEAR(crims::expected_total(model, {{.zone = 0, .factor = 0}}, 2020y / January),
                200 * (1 - (12.0 / 25)), 1e-9);
}

TEST(Loading, OfWhatTheModelLacksIsRefused) {
    const crims::Model model = town::model({});
    const auto refused = [&](const crims::LoadingRule& rule) {
        EXPECT_THROW(crims::check_loading(model, {rule}), std::invalid_argument);
    };
    refused({.zone = 4});
    refused({.crime_type = 3});
    refused({.offence = 9});
    refused({.factor = -0.5});
    refused({.factor = std::nan("")});
}

} // namespace
