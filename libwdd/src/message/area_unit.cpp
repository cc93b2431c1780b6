// SPDX-License-Identifier: MIT
#include "wdd/area_unit.hpp"

#include "document/number_text.hpp"

#include <algorithm>
#include <cmath>

namespace wdd {

namespace {

/// So many digits after the point that as many count.
int decimals_for(double value, int digits) {
    constexpr int most = 12;
    const int before_the_point = static_cast<int>(std::floor(std::log10(value))) + 1;
    return std::clamp(digits - before_the_point, 0, most);
}

} // namespace

AreaUnit AreaUnit::of_length(double metres) {
    constexpr double foot = 0.3048;
    constexpr double mile = 1609.344;
    constexpr double survey = 1e-5; // feet and miles of surveys differ by less
    const auto is_about = [metres](double unit) { return std::abs(metres / unit - 1) < survey; };
    if (is_about(foot)) {
        return {Kind::square_feet, metres * metres};
    }
    return is_about(mile) ? AreaUnit{Kind::square_miles, metres * metres} : AreaUnit{};
}

std::string size_number(double square_metres, const AreaUnit& unit) {
    const double size = square_metres / unit.square_metres;
    const bool in_miles = unit.kind == AreaUnit::Kind::square_miles;
    return fixed(size, in_miles && size > 0 ? decimals_for(size, 3) : 0);
}

std::string size_unit_name(const AreaUnit& unit) {
    switch (unit.kind) {
    case AreaUnit::Kind::square_feet:
        return "square feet";
    case AreaUnit::Kind::square_miles:
        return "square miles";
    case AreaUnit::Kind::metric:
        break;
    }
    return "m²";
}

std::string size_text(double square_metres, const AreaUnit& unit) {
    const double size = square_metres / unit.square_metres;
    const bool is_tiny = size > 0 && size < 1 && unit.kind != AreaUnit::Kind::square_miles;
    return (is_tiny ? fixed(size, decimals_for(size, 2)) : size_number(square_metres, unit)) + " " +
           size_unit_name(unit);
}

std::string wide_size_text(double square_metres, const AreaUnit& unit, int decimals) {
    constexpr double square_metres_a_square_km = 1e6;
    return unit.kind == AreaUnit::Kind::metric
               ? fixed(square_metres / square_metres_a_square_km, decimals) + " km²"
               : size_text(square_metres, unit);
}

} // namespace wdd
