// SPDX-License-Identifier: MIT
#include "toolkit/layers/distance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <system_error>

#include "toolkit/text/blanks.hpp"

namespace toolkit {

namespace {

struct KnownUnit {
    std::string_view name;
    double metres;
    std::string_view spellings; ///< as `plain` leaves them, each between two spaces
};

// International lengths: the 1959 agreement. Survey lengths: 1 US survey foot = 1200/3937 m
// exactly.
constexpr std::array known_units{
    KnownUnit{"metre", 1.0, " m meter meters metre metres "},
    KnownUnit{"kilometre", 1000.0, " km kms kilometer kilometers kilometre kilometres "},
    KnownUnit{"decimetre", 0.1, " dm decimeter decimeters decimetre decimetres "},
    KnownUnit{"centimetre", 0.01, " cm centimeter centimeters centimetre centimetres "},
    KnownUnit{"millimetre", 0.001, " mm millimeter millimeters millimetre millimetres "},
    KnownUnit{"foot", 0.3048,
              " ft foot feet ftint footint feetint internationalfoot internationalfeet "},
    KnownUnit{
        "mile", 1609.344,
        " mi mile miles miint mileint milesint internationalmile internationalmiles statutemile statutemiles "},
    KnownUnit{"yard", 0.9144,
              " yd yds yard yards ydint yardint yardsint internationalyard internationalyards "},
    KnownUnit{"inch", 0.0254,
              " in inch inches inint inchint inchesint internationalinch internationalinches "},
    KnownUnit{
        "nautical mile", 1852.0,
        " nmi nauticalmile nauticalmiles nauticalmileint nauticalmilesint internationalnauticalmile internationalnauticalmiles "},
    KnownUnit{
        "US survey foot", 1200.0 / 3937.0,
        " ftus usft footus feetus usfoot usfeet ussurveyfoot ussurveyfeet surveyfoot surveyfeet "},
    KnownUnit{
        "US survey mile", 5280.0 * 1200.0 / 3937.0,
        " mius usmi mileus milesus usmile usmiles ussurveymile ussurveymiles surveymile surveymiles "},
    KnownUnit{
        "US survey yard", 3.0 * 1200.0 / 3937.0,
        " ydus usyd yardus yardsus usyard usyards ussurveyyard ussurveyyards surveyyard surveyyards "},
    KnownUnit{
        "US survey inch", 100.0 / 3937.0,
        " inus usin inchus inchesus usinch usinches ussurveyinch ussurveyinches surveyinch surveyinches "},
};

constexpr std::string_view angles =
    " decimaldegree decimaldegrees dd deg degree degrees \xC2\xB0 radian radians rad gradian gradians grad gon ";

constexpr std::string_view unit_choice =
    "use one of m, km, cm, mm, ft, mi, yd, in, nmi, FeetUS, MilesUS, YardsUS, InchesUS";

[[noreturn]] void refuse(std::string_view text, std::string_view reason) {
    throw std::invalid_argument(fmt::format("'{:.60}': {}", text, reason));
}

/// A unit's name without case and what joins its words: "US survey feet", "us-ft" and "Foot_US".
std::string plain(std::string_view unit) {
    if (unit.ends_with('.')) {
        unit.remove_suffix(1);
    }
    std::string result;
    for (const char c : unit) {
        if (c >= 'A' && c <= 'Z') {
            result += static_cast<char>(c - 'A' + 'a');
        } else if (std::string_view(" \t-_").find(c) == std::string_view::npos) {
            result += c;
        }
    }
    // Abbreviations are not put together: "5 m m" is a slip, not 5 mm.
    const bool joined = result.size() != unit.size();
    return joined && result.size() <= 3 ? std::string(unit) : result;
}

bool contains_word(std::string_view words, const std::string& word) {
    return words.find(' ' + word + ' ') != std::string_view::npos;
}

LinearUnit find_unit(std::string_view text, std::string_view unit) {
    const std::string word = plain(unit);
    const auto* const known =
        std::find_if(known_units.begin(), known_units.end(),
                     [&](const KnownUnit& each) { return contains_word(each.spellings, word); });
    if (known != known_units.end()) {
        return {std::string(known->name), known->metres};
    }
    if (contains_word(angles, word)) {
        refuse(text, "an angle has no length; give the distance as a length, such as 300 m");
    }
    refuse(text, fmt::format("unknown unit '{:.60}'; {}", unit, unit_choice));
}

void refuse_nul(std::string_view text) {
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos) {
        refuse(text.substr(0, nul), "a NUL character follows; a distance has none");
    }
}

void refuse_bad_number(std::string_view text, double number) {
    if (!std::isfinite(number)) {
        refuse(text, "a distance must be a finite number, such as 300 m");
    }
    if (number < 0) {
        refuse(text, "a distance cannot be negative");
    }
}

struct NumberAndRest {
    double number;
    std::string_view rest;
};

NumberAndRest split_number(std::string_view text) {
    std::string_view body = trimmed(text);
    // from_chars knows no plus sign, and "+-5" must stay an error.
    if (body.size() > 1 && body[0] == '+' && body[1] != '-') {
        body.remove_prefix(1);
    }
    double number = 0;
    const auto [stop, error] = std::from_chars(body.data(), body.data() + body.size(), number);
    const auto rest = body.substr(static_cast<std::size_t>(stop - body.data()));
    if (error == std::errc::result_out_of_range) {
        refuse(text, "the number is too large or too small for a distance");
    }
    if (rest.starts_with(',')) {
        refuse(
            text,
            "a comma cannot be read; write decimals with a point (0.25) and thousands without a separator (1000)");
    }
    if (error != std::errc{}) {
        refuse(text, "this is not a number; write a distance such as 300, 300 m or 0.25 mi");
    }
    return {number, trimmed(rest)};
}

/// The plural of a unit's name, PROJ's names too: "British foot (Sears 1922)", "Foot_US".
std::string plural(std::string name) {
    const std::size_t foot = std::min(name.find("foot"), name.find("Foot"));
    if (foot != std::string::npos) {
        return name.replace(foot + 1, 2, "ee");
    }
    const std::size_t end = std::min(name.find_first_of("(_"), name.size());
    const std::size_t noun = name.find_last_not_of(' ', end - 1) + 1;
    const std::string_view singular = std::string_view(name).substr(0, noun);
    if (singular.ends_with('s') || singular.ends_with("eet")) { // it is plural already
        return name;
    }
    return name.insert(noun, singular.ends_with("ch") ? "es" : "s");
}

} // namespace

Distance parse_distance(std::string_view text) {
    refuse_nul(text);
    const auto [number, unit] = split_number(text);
    refuse_bad_number(text, number);
    Distance distance;
    distance.value = std::abs(number); // "-0" is 0, without its sign
    if (!unit.empty()) {
        distance.unit = find_unit(text, unit);
        if (!std::isfinite(distance.value * distance.unit->metres)) {
            refuse(text, "the number is too large or too small for a distance");
        }
    }
    return distance;
}

double in_unit(const Distance& distance, const LinearUnit& unit) {
    // Multiplying and dividing by the same factor may change the last digit of what was typed.
    if (!distance.unit || distance.unit->metres == unit.metres) {
        return distance.value;
    }
    return distance.value * distance.unit->metres / unit.metres;
}

std::string unit_name(const std::string& name, double metres) {
    constexpr double rounding = 1e-9;
    const std::string word = plain(name);
    for (const KnownUnit& known : known_units) {
        if (contains_word(known.spellings, word) &&
            std::abs(metres - known.metres) <= rounding * known.metres) {
            return std::string(known.name);
        }
    }
    return name;
}

std::string distance_text(const Distance& distance, const LinearUnit& bare) {
    const std::string& unit = distance.unit ? distance.unit->name : bare.name;
    return fmt::format("{} {}", distance.value, distance.value == 1 ? unit : plural(unit));
}

} // namespace toolkit
