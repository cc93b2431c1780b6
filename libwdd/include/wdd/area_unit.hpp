// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace wdd {

/// The unit that messages tell the sizes of areas in: square feet or square miles for people who
/// measure in feet or miles.
struct AreaUnit {
    enum class Kind : std::uint8_t { metric, square_feet, square_miles };

    Kind kind = Kind::metric;
    double square_metres = 1; ///< of one square foot or mile; these differ by survey

    /// For people whose unit of length is so many metres.
    static AreaUnit of_length(double metres);
};

/// "464,412", "0.179": without the unit; whole, or, in square miles, with at least three digits
/// that count.
std::string size_number(double square_metres, const AreaUnit& unit);

/// "m²", "square feet".
std::string size_unit_name(const AreaUnit& unit);

/// "464,412 m²", "0.0042 m²", "4,998,889 square feet".
std::string size_text(double square_metres, const AreaUnit& unit);

/// "0.464 km²", where `size_text` has metres.
std::string wide_size_text(double square_metres, const AreaUnit& unit, int decimals);

} // namespace wdd
