// SPDX-License-Identifier: MIT
#include "crims/model.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libcrims/town_model.hpp"

namespace {

using crims::Model;

/// What is said of a model that has been spoilt.
std::string complaint(const std::function<void(Model&)>& spoil) {
    Model model = town::model({});
    spoil(model);
    try {
        crims::validate(model);
    } catch (const crims::ModelError& error) {
        return error.what();
    }
    return "";
}

TEST(Model, OfATownIsValid) {
    EXPECT_EQ(complaint([](Model&) {}), "");
}

TEST(Model, ThatContradictsItselfIsRefusedByName) {
    using testing::HasSubstr;
    EXPECT_THAT(complaint([](Model& m) { m.incidence[12 * 4 + 2] = -1; }),
                HasSubstr("zone 'Z1', crime type 'type 1', month 3: the expected count is -1"));
    EXPECT_THAT(complaint([](Model& m) { m.incidence[0] = std::nan(""); }), HasSubstr("'Z0'"));
    EXPECT_THAT(complaint([](Model& m) { m.suspect[5] = 1.5; }),
                HasSubstr("probability of a suspect is 1.5"));
    EXPECT_THAT(complaint([](Model& m) { m.offences[1].share += 0.1; }),
                HasSubstr("crime type 'type 0': the shares of its offences sum to 1.1"));
    EXPECT_THAT(complaint([](Model& m) { m.offences[1].share = -0.1; }), HasSubstr("'0/1'"));
    EXPECT_THAT(complaint([](Model& m) { m.offences[4].rhythm[2] = 9; }), HasSubstr("rhythm"));
    EXPECT_THAT(complaint([](Model& m) { m.zones[2] = "Z0"; }), HasSubstr("'Z0' stands twice"));
    EXPECT_THAT(complaint([](Model& m) { m.crime_types.clear(); }), HasSubstr("no crime type"));
    EXPECT_THAT(complaint([](Model& m) { m.dispersion[1].zone_year = -1; }), HasSubstr("'type 1'"));
    EXPECT_THAT(complaint([](Model& m) { m.places[3].weight = 0; }), HasSubstr("place"));
    EXPECT_THAT(complaint([](Model& m) { m.offences.pop_back(); }), HasSubstr("'type 2'"));
    EXPECT_THAT(complaint([](Model& m) { std::swap(m.offences[0], m.offences[5]); }),
                HasSubstr("order"));
    EXPECT_THAT(complaint([](Model& m) { m.place_begin.back() += 1; }), HasSubstr("places"));
    EXPECT_THAT(complaint([](Model& m) {
                    using namespace std::chrono;
                    m.data = crims::DataMonths{2019y / May, 2019y / April};
                }),
                HasSubstr("last month of its data"));
}

// Finite, but of no force.
TEST(Model, WithNumbersBeyondAllIsRefusedByNameAndRange) {
    using testing::HasSubstr;
    const double huge = 1e300;
    const double tiny = 5e-324;
    EXPECT_EQ(
        complaint([&](Model& m) { m.incidence[12 * 4 + 2] = huge; }),
        "zone 'Z1', crime type 'type 1', month 3: the expected count is 1e+300; it must be from 0 to 1,000,000");
    EXPECT_THAT(
        complaint([&](Model& m) { m.trends[1].per_year = 1e9; }),
        HasSubstr("'type 1': the trend a year is 1,000,000,000; it must be from -20 to 20"));
    EXPECT_THAT(complaint([&](Model& m) { m.trend_origin = -huge; }), HasSubstr("origin"));
    const auto variances = [&](double value) {
        return std::vector<std::function<void(Model&)>>{
            [value](Model& m) { m.dispersion[1].year = value; },
            [value](Model& m) { m.dispersion[1].zone_year = value; },
            [value](Model& m) { m.dispersion[1].zone_half_year = value; },
            [value](Model& m) { m.dispersion[1].zone_month = value; },
            [value](Model& m) { m.common_dispersion.zone_year = value; },
            [value](Model& m) { m.common_dispersion.zone_half_year = value; },
            [value](Model& m) { m.common_dispersion.zone_month = value; }};
    };
    for (const double value : {huge, tiny, 1e-10, 1.1e6, -1.0, std::nan("")}) {
        for (const auto& spoil : variances(value)) {
            EXPECT_THAT(complaint(spoil),
                        HasSubstr("a variance must be 0, or from 1e-09 to 1,000,000"));
        }
    }
    for (const double value : {0.0, 1e-9, 1e6}) {
        for (const auto& spoil : variances(value)) {
            EXPECT_EQ(complaint(spoil), "");
        }
    }
    EXPECT_THAT(complaint([&](Model& m) { m.offences[1].share = huge; }), HasSubstr("'0/1'"));
    EXPECT_THAT(complaint([&](Model& m) { m.offences[1].severity = huge; }), HasSubstr("severity"));
    EXPECT_THAT(complaint([&](Model& m) { m.offences[1].rhythm[3] = huge; }), HasSubstr("rhythm"));
    for (const double value : {huge, tiny}) {
        EXPECT_THAT(complaint([&](Model& m) { m.places[3].weight = value; }), HasSubstr("place"));
    }
    EXPECT_THAT(complaint([&](Model& m) { m.places[3].y = huge; }), HasSubstr("place"));
    EXPECT_THAT(complaint([&](Model& m) { m.triangles[1].x[2] = huge; }), HasSubstr("corner"));
    EXPECT_THAT(complaint([](Model& m) { m.triangles[1].y[0] = std::nan(""); }),
                HasSubstr("corner"));
}

TEST(Model, ExpectsIncidenceTimesTrend) {
    using namespace std::chrono;
    Model model = town::model({});
    model.trend_origin = crims::month_index(2019y / July);
    model.trends[1].per_year = 0.2;
    const double june = crims::expected_count(model, 1, 1, 2020y / June);
    EXPECT_DOUBLE_EQ(june, model.incidence[(12 * 4) + 5] * std::exp(0.2 * 11 / 12));
}

TEST(Model, HoldsTheTrendAYearBeyondItsData) {
    using namespace std::chrono;
    Model model = town::model({});
    model.trend_origin = crims::month_index(2019y / January);
    model.trends[1].per_year = std::log(1.4);
    EXPECT_NEAR(crims::trend_factor(model, 1, 2030y / January), std::pow(1.4, 11), 1e-9)
        << "a model that does not know its data";
    model.data = crims::DataMonths{2018y / January, 2019y / December};
    EXPECT_NEAR(crims::trend_factor(model, 1, 2019y / July), std::pow(1.4, 0.5), 1e-12);
    const double last = std::pow(1.4, 23 / 12.0); // December 2020
    EXPECT_NEAR(crims::trend_factor(model, 1, 2020y / November), std::pow(1.4, 22 / 12.0), 1e-12);
    EXPECT_NEAR(crims::trend_factor(model, 1, 2020y / December), last, 1e-12);
    EXPECT_NEAR(crims::trend_factor(model, 1, 2021y / January), last, 1e-12);
    EXPECT_NEAR(crims::trend_factor(model, 1, 2090y / January), last, 1e-12);
    EXPECT_NEAR(crims::trend_factor(model, 1, 2017y / January), std::pow(1.4, -2), 1e-12);
    EXPECT_NEAR(crims::trend_factor(model, 1, 1990y / May), std::pow(1.4, -2), 1e-12);
    EXPECT_EQ(crims::trend_factor(model, 0, 2090y / January), 1);
    EXPECT_NEAR(crims::expected_count(model, 1, 1, 2090y / June),
                model.incidence[(12 * 4) + 5] * last, 1e-9);
}

TEST(Model, TellsHowFarAMonthLiesBeyondItsData) {
    using namespace std::chrono;
    Model model = town::model({});
    EXPECT_EQ(crims::months_beyond_data(model, 2090y / January), 0) << "nobody knows";
    model.data = crims::DataMonths{2018y / March, 2019y / December};
    EXPECT_EQ(crims::months_beyond_data(model, 2018y / March), 0);
    EXPECT_EQ(crims::months_beyond_data(model, 2019y / December), 0);
    EXPECT_EQ(crims::months_beyond_data(model, 2020y / January), 1);
    EXPECT_EQ(crims::months_beyond_data(model, 2030y / January), 121);
    EXPECT_EQ(crims::months_beyond_data(model, 2017y / December), 3);
}

} // namespace
