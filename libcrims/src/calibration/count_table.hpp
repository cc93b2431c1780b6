// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crims/calibration.hpp"

namespace crims {

/// The months that are present, and the groups they fall in.
struct PresentMonths {
    std::vector<std::size_t> at;       ///< position in the counts
    std::vector<std::size_t> calendar; ///< 0 for January to 11
    std::vector<std::size_t> year;     ///< calendar years numbered from 0, those without months out
    std::vector<std::size_t> half_year; ///< calendar half-years, numbered likewise
    std::vector<double> since_origin;   ///< in years
    std::vector<double> length;         ///< leap_factor: the February of a leap year is longer
    std::size_t years = 0;
    std::size_t half_years = 0;
    double origin = 0; ///< mean month index

    std::size_t size() const { return at.size(); }
};

/// Throws std::invalid_argument if sizes do not fit or no month is present.
PresentMonths present_months(const CrimeCounts& counts);

/// Sum of the squares of the sums of monthly values over periods of `length` months, the mean over
/// all months that periods may begin with.
double mean_square_of_periods(const PresentMonths& months, std::span<const double> values,
                              std::size_t length);

/// All months of a cell.
inline std::span<const std::uint32_t> located_of(const CrimeCounts& counts, std::size_t zone,
                                                 std::size_t type) {
    return std::span(counts.located)
        .subspan((zone * counts.crime_types + type) * counts.months, counts.months);
}

/// Of each zone, crimes of a type with a zone in the months present.
std::vector<double> located_totals(const CrimeCounts& counts, const PresentMonths& months,
                                   std::size_t type);

/// Of each month present, crimes of a type.
struct MonthlyTotals {
    std::vector<double> located;
    std::vector<double> unlocated;
};

MonthlyTotals monthly_totals(const CrimeCounts& counts, const PresentMonths& months,
                             std::size_t type);

/// The part of a type's crimes without a zone that each zone takes: it sums to one.
std::vector<double> unlocated_shares(const CrimeCounts& counts, const PresentMonths& months,
                                     std::size_t type);

} // namespace crims
