// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

struct LinearUnit {
    std::string name;  ///< singular, for messages: "metre", "US survey foot"
    double metres = 1; ///< length of one unit
};

/// A length as ArcGIS and people write it: "300", "300 m", "400Meters", "0.25 Miles", "500 ft".
struct Distance {
    double value = 0;
    std::optional<LinearUnit> unit; ///< none: the unit of the computing CRS
};

/// Reads a distance. Unit names are matched without regard to case, with or without a space; every
/// spelling in common use is known (m, meter(s), metre(s), km, ft, foot, feet, mi, mile(s), yd, in,
/// nmi, ArcGIS's Feet, FeetInt, FeetUS, Miles, MilesInt, MilesUS, Yards, YardsUS, NauticalMiles,
/// Decimeters, Centimeters, Millimeters, Inches ...; "us-ft"). Feet, miles, yards and inches are
/// the international ones; the US survey units are named so. Throws std::invalid_argument, with a
/// text for the user, for a negative, infinite or NaN number, no number, an unknown unit (it lists
/// the known ones), or an angle
/// ("DecimalDegrees"), which has no length.
Distance parse_distance(std::string_view text);

/// The distance in a CRS's unit; a bare number is in that unit already.
double in_unit(const Distance& distance, const LinearUnit& unit);

/// A unit as messages name it, whatever a coordinate system calls it: "metre" for "Meter". One that
/// is not known keeps its name.
std::string unit_name(const std::string& name, double metres);

/// "1 metre", "300 metres", "1320 US survey feet": a bare number is in `bare`.
std::string distance_text(const Distance& distance, const LinearUnit& bare);

} // namespace toolkit
