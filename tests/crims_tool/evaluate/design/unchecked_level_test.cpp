// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/unchecked_level.hpp"

#include <gtest/gtest.h>

#include "libcrims/town_model.hpp"

namespace {

/// A study whose treated area is one zone.
crims_tool::EvaluationDesign in_zone(std::size_t zone) {
    crims_tool::EvaluationDesign design;
    design.studies.resize(1);
    design.studies[0].study.cells = {{.zone = zone, .crime_type = 0, .share = {0.5, 0, 0.5, 0}},
                                     {.zone = 9, .crime_type = 0, .share = {0, 1, 0, 0}}};
    return design;
}

// The zones' crimes are as 1, 1/2, 1/3, ... 1/10: the first two are busier than 1.5 times the fifth
// by far, the third has 1.67 times its crime, the fourth 1.25 times.
TEST(UncheckedLevel, IsThatOfZonesFarBusierThanTheFifth) {
    const crims::Model model = town::model({.zones = 10});
    for (const std::size_t busy : {0U, 1U, 2U}) {
        const auto warning = crims_tool::unchecked_level(model, in_zone(busy));
        ASSERT_TRUE(warning) << busy;
        EXPECT_NE(warning->find("100 % of the response area's crime"), std::string::npos);
    }
    for (const std::size_t quiet : {3U, 4U, 9U}) {
        EXPECT_FALSE(crims_tool::unchecked_level(model, in_zone(quiet))) << quiet;
    }
    EXPECT_FALSE(crims_tool::unchecked_level(town::model({.zones = 4}), in_zone(0)));
}

} // namespace
