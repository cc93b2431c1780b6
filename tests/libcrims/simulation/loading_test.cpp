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
    refused({.factor = 1e308});
    refused({.factor = 10'001});
    EXPECT_NO_THROW(crims::check_loading(model, crims::uniform_loading(10'000)));
}

TEST(Loading, FactorsThatMeetStayInTheRangeOfOne) {
    const crims::Model model = town::model({});
    const crims::Loading loading = {{.zone = 1, .factor = 200},
                                    {.crime_type = 2, .month = 2020y / May, .factor = 200}};
    EXPECT_NO_THROW(crims::loading_factors(model, loading, 2020y / April));
    try {
        crims::loading_factors(model, loading, 2020y / May);
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(
            error.what(),
            "zone 'Z1', crime type 'type 2', offence '2/0': the loading factors multiply to 40,000; they must stay from 0 to 10,000");
    }
}

TEST(Loading, ExpectsNoMoreThanCanBeSimulated) {
    const crims::Model model = town::model({.crimes_a_month = 300}); // 200 up to June, then 400
    EXPECT_NEAR(crims::expected_total(model, {}, 2020y / May, 2020y / August), 1200, 1e-9);
    const crims::Loading ten_thousand = crims::uniform_loading(10'000);
    const crims::Loading twice = {{.factor = 10'000}, {.month = 2020y / June, .factor = 0.5}};
    EXPECT_NEAR(crims::expected_total(model, ten_thousand, 2020y / May, 2020y / June), 4e6, 1e-3);
    EXPECT_NEAR(crims::expected_total(model, twice, 2020y / May, 2020y / June), 3e6, 1e-3);
    const crims::Model large = town::model({.crimes_a_month = 300});
    crims::Loading summer = {{.month = 2020y / July, .factor = 10'000}};
    EXPECT_NO_THROW(crims::expected_total(large, summer, 2020y / July, 2020y / July));
    crims::Model doubled = large;
    for (double& rate : doubled.incidence) {
        rate *= 2;
    }
    try {
        crims::expected_total(doubled, summer, 2020y / May, 2020y / December);
        FAIL();
    } catch (const crims::ModelError& error) {
        EXPECT_NE(std::string(error.what()).find("it expects 8"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("crimes in 2020-07; at most 5,000,000 a month"),
                  std::string::npos);
    }
}

} // namespace
