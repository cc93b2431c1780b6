// SPDX-License-Identifier: MIT
#include "toolkit/layers/distance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "toolkit/refusal.hpp"

using namespace std::string_view_literals;
using toolkit::Distance;
using toolkit::distance_text;
using toolkit::in_unit;
using toolkit::LinearUnit;
using toolkit::parse_distance;

namespace {

const LinearUnit metre{"metre", 1.0};

double metres(std::string_view text) {
    return in_unit(parse_distance(text), metre);
}

std::string unit_name(std::string_view text) {
    const Distance distance = parse_distance(text);
    return distance.unit ? distance.unit->name : "none";
}

std::string refusal(std::string_view text) {
    return refusal_of([text] { parse_distance(text); });
}

void expect_refusal(std::string_view text, std::string_view reason) {
    const std::string message = refusal(text);
    EXPECT_NE(message.find(reason), std::string::npos) << message;
}

/// Each spelling in `units` is the unit of that name and length.
void expect_unit(const std::string& name, double length, const std::vector<std::string>& units) {
    for (const std::string& unit : units) {
        EXPECT_EQ(unit_name("1 " + unit), name) << unit;
        EXPECT_EQ(unit_name("1" + unit), name) << unit;
        EXPECT_DOUBLE_EQ(metres("1 " + unit), length) << unit;
    }
}

} // namespace

TEST(Distance, has_no_unit_when_it_is_a_bare_number) {
    const Distance distance = parse_distance("300");
    EXPECT_EQ(distance.value, 300.0);
    EXPECT_FALSE(distance.unit);
}

TEST(Distance, is_read_as_people_and_arcgis_write_it) {
    EXPECT_EQ(metres("300 m"), 300.0);
    EXPECT_EQ(metres("400Meters"), 400.0);
    EXPECT_DOUBLE_EQ(metres("0.25 Miles"), 402.336);
    EXPECT_DOUBLE_EQ(metres("500 ft"), 152.4);
    EXPECT_EQ(metres(" \t300\t m \r\n"), 300.0);
}

TEST(Distance, may_use_every_common_number_form) {
    EXPECT_EQ(metres("1e3 m"), 1000.0);
    EXPECT_EQ(metres("1E+3m"), 1000.0);
    EXPECT_EQ(metres("25e-2 m"), 0.25);
    EXPECT_EQ(metres(".5 m"), 0.5);
    EXPECT_EQ(metres("5. m"), 5.0);
    EXPECT_EQ(metres("+5 m"), 5.0);
    EXPECT_EQ(metres("007 m"), 7.0);
}

TEST(Distance, may_be_zero_and_minus_zero_is_zero) {
    for (const std::string_view text : {"0", "0 m", "-0", "-0.0 km", "0e5"}) {
        EXPECT_EQ(parse_distance(text).value, 0.0) << text;
        EXPECT_FALSE(std::signbit(parse_distance(text).value)) << text;
    }
}

TEST(Distance, knows_metric_units) {
    expect_unit("metre", 1.0, {"m", "M", "meter", "Meters", "metre", "METRES"});
    expect_unit("kilometre", 1000.0, {"km", "KM", "Kilometers", "kilometre", "kilometres"});
    expect_unit("decimetre", 0.1, {"dm", "Decimeters", "decimetres"});
    expect_unit("centimetre", 0.01, {"cm", "Centimeters", "centimetres"});
    expect_unit("millimetre", 0.001, {"mm", "Millimeters", "millimetres"});
}

TEST(Distance, takes_plain_imperial_names_as_international) {
    expect_unit("foot", 0.3048, {"ft", "ft.", "foot", "feet", "Feet", "FeetInt"});
    expect_unit("mile", 1609.344, {"mi", "mile", "Miles", "MilesInt", "statute miles"});
    expect_unit("yard", 0.9144, {"yd", "yard", "Yards", "YardsInt"});
    expect_unit("inch", 0.0254, {"in", "inch", "Inches", "InchesInt"});
    expect_unit("nautical mile", 1852.0,
                {"nmi", "NauticalMiles", "nautical miles", "NauticalMilesInt"});
}

TEST(Distance, takes_survey_units_only_when_they_are_named_so) {
    expect_unit("US survey foot", 1200.0 / 3937.0,
                {"FeetUS", "us-ft", "US_ft", "Foot_US", "US survey foot", "US survey feet"});
    expect_unit("US survey mile", 5280.0 * 1200.0 / 3937.0, {"MilesUS", "us-mi", "US survey mile"});
    expect_unit("US survey yard", 3600.0 / 3937.0, {"YardsUS", "us-yd", "US survey yard"});
    expect_unit("US survey inch", 100.0 / 3937.0, {"InchesUS", "us-in", "US survey inch"});
    EXPECT_NEAR(metres("1 MilesUS") - metres("1 mile"), 0.003218694, 1e-9);
}

TEST(Distance, is_written_with_its_unit_in_the_plural) {
    const LinearUnit bare{"US survey foot", 1200.0 / 3937.0};
    const auto written = [&bare](std::string_view text) {
        return distance_text(parse_distance(text), bare);
    };
    EXPECT_EQ(written("1320"), "1320 US survey feet");
    EXPECT_EQ(written("1"), "1 US survey foot");
    EXPECT_EQ(written("0.5 ft"), "0.5 feet");
    EXPECT_EQ(written("1 ft"), "1 foot");
    EXPECT_EQ(written("300m"), "300 metres");
    EXPECT_EQ(written("2 km"), "2 kilometres");
    EXPECT_EQ(written("3 yd"), "3 yards");
    EXPECT_EQ(written("36 in"), "36 inches");
    EXPECT_EQ(written("36 InchesUS"), "36 US survey inches");
    EXPECT_EQ(written("2 nmi"), "2 nautical miles");
}

/// The names are those of PROJ's database, of ESRI's definitions and of GDAL.
TEST(Distance, has_a_plural_for_every_unit_that_a_crs_may_name) {
    for (const auto& [one, many] :
         {std::pair{"metre", "metres"}, std::pair{"Meter", "Meters"}, std::pair{"foot", "feet"},
          std::pair{"Foot_US", "Feet_US"}, std::pair{"Foot", "Feet"},
          std::pair{"British foot (Sears 1922)", "British feet (Sears 1922)"},
          std::pair{"Clarke's foot", "Clarke's feet"},
          std::pair{"British yard (Sears 1922)", "British yards (Sears 1922)"},
          std::pair{"Yard_Clarke", "Yards_Clarke"}, std::pair{"link", "links"},
          std::pair{"US survey chain", "US survey chains"}, std::pair{"fathom", "fathoms"},
          std::pair{"German legal metre", "German legal metres"}, std::pair{"unit", "units"},
          std::pair{"US survey feet", "US survey feet"}, std::pair{"metres", "metres"}}) {
        EXPECT_EQ(distance_text({.value = 2, .unit = {}}, {one, 1}), std::string("2 ") + many);
    }
}

TEST(Distance, refuses_a_negative_number) {
    expect_refusal("-1", "'-1': a distance cannot be negative");
    expect_refusal("-0.5 m", "negative");
    expect_refusal("-1e-300 km", "negative");
}

TEST(Distance, refuses_what_is_not_finite) {
    for (const std::string_view text :
         {"nan", "NaN m", "-nan", "inf", "INF m", "infinity", "-inf", "nan(1)"}) {
        expect_refusal(text, "finite");
    }
    for (const std::string_view text : {"1e400", "1e400 m", "1e-400", "1e308 km"}) {
        expect_refusal(text, "too large or too small");
    }
}

TEST(Distance, refuses_a_text_without_a_number) {
    for (const std::string_view text :
         {"", "  ", "m", "metres", "miles 5", "+", "-", "+-5", "++5", "--5", "$5",
          "\xE2\x88\x92"
          "5"}) {
        expect_refusal(text,
                       "this is not a number; write a distance such as 300, 300 m or 0.25 mi");
    }
}

TEST(Distance, asks_for_a_point_where_a_comma_stands) {
    for (const std::string_view text : {"0,25 mi", "1,000 m", ",5", "1.000,5 m"}) {
        expect_refusal(text, "write decimals with a point (0.25)");
    }
}

TEST(Distance, refuses_an_unknown_unit_and_names_the_known_ones) {
    expect_refusal(
        "300 parsecs",
        "'300 parsecs': unknown unit 'parsecs'; use one of m, km, cm, mm, ft, mi, yd, in, nmi, FeetUS, MilesUS, YardsUS, InchesUS");
    for (const std::string_view text :
         {"0x10", "0x10 m", "5 -", "5 .", "1 000 m", "5 m m", "5 k m", "5 -m", "5 m.m", "5 m2",
          "5 m 3 ft", "1e", "1.2.3 m", "5 mètres", "5 м"}) {
        expect_refusal(text, "unknown unit '");
    }
}

TEST(Distance, refuses_an_angle_since_it_has_no_length) {
    for (const std::string_view text :
         {"0.1 DecimalDegrees", "1 degree", "1 Decimal Degrees", "1°", "1 deg", "1 radians"}) {
        expect_refusal(text, "an angle has no length");
    }
}

TEST(Distance, refuses_a_nul_byte) {
    for (const std::string_view text : {"5\0"sv, "5 m\0"sv, "5 \0m"sv, "\0"sv, "\0005 m"sv}) {
        expect_refusal(text, "': a NUL character follows");
    }
}

TEST(Distance, may_be_very_long_but_its_message_is_not) {
    const std::string zeros(1'000'000, '0');
    EXPECT_EQ(metres(zeros + "5 m"), 5.0);
    EXPECT_EQ(metres("5." + zeros + " m"), 5.0);
    EXPECT_NE(refusal("1" + zeros), "accepted");
    EXPECT_LT(refusal("1 " + std::string(1'000'000, 'x')).size(), 400U);
}

TEST(InUnit, leaves_a_bare_number_as_it_is) {
    EXPECT_EQ(in_unit(parse_distance("300"), {"foot", 0.3048}), 300.0);
}

TEST(InUnit, converts_to_the_unit_of_the_crs) {
    EXPECT_DOUBLE_EQ(in_unit(parse_distance("304.8 m"), {"foot", 0.3048}), 1000.0);
    EXPECT_DOUBLE_EQ(in_unit(parse_distance("1200 m"), {"US survey foot", 1200.0 / 3937.0}),
                     3937.0);
}

TEST(InUnit, keeps_every_digit_when_the_units_are_the_same) {
    EXPECT_EQ(in_unit(parse_distance("0.1 FeetUS"), {"Foot_US", 1200.0 / 3937.0}), 0.1);
    EXPECT_EQ(in_unit(parse_distance("1e308 ft"), {"foot", 0.3048}), 1e308);
}
