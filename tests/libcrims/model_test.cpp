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
}

TEST(Model, ExpectsIncidenceTimesTrend) {
    using namespace std::chrono;
    Model model = town::model({});
    model.trend_origin = crims::month_index(2019y / July);
    model.trends[1].per_year = 0.2;
    const double june = crims::expected_count(model, 1, 1, 2020y / June);
    EXPECT_DOUBLE_EQ(june, model.incidence[(12 * 4) + 5] * std::exp(0.2 * 11 / 12));
}

} // namespace
