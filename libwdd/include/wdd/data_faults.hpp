// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wdd/coverage.hpp"
#include "wdd/period.hpp"

namespace wdd {

/// Incidents of the two periods, and of other days.
struct PeriodTally {
    std::int64_t before = 0;
    std::int64_t after = 0;
    std::int64_t other = 0;

    std::int64_t in_periods() const { return before + after; }

    std::int64_t all() const { return before + after + other; }

    bool operator==(const PeriodTally&) const = default;
};

/// Incidents with coordinates where no incident can be.
struct ImpossiblePlaces {
    PeriodTally tally;
    std::int64_t zero = 0;    ///< at 0, 0, or at another number that stands for "missing"
    std::int64_t swapped = 0; ///< near the zones if x and y are exchanged
    std::int64_t outside = 0; ///< no place on earth, or outside the system's area of use
    std::string example;      ///< "(1176113.2, 1898012.4)"
    std::string system;       ///< of the coordinates

    bool operator==(const ImpossiblePlaces&) const = default;
};

/// Incidents that repeat another one: the same id, or the same place and time.
struct RepeatedRows {
    PeriodTally tally;           ///< those beyond the first, in the zones
    bool by_id = false;          ///< found by their id, and counted once
    bool by_day = false;         ///< found by place and day: the dates have no time of day
    double expected_by_day = 0;  ///< by chance, where incidents share places
    std::int64_t without_id = 0; ///< whose id is missing; each counted

    bool operator==(const RepeatedRows&) const = default;
};

/// What is wrong with the incidents, in numbers.
struct DataFaults {
    std::optional<Period> covered = {};      ///< first and last day, strays left out
    std::vector<StrayDate> stray_dates = {}; ///< placeholders and days far from all others
    std::vector<Period> missing_months = {}; ///< in the periods and the 36 months before
    bool drop_of_a_whole_period = false;     ///< all months of a period are low, none is empty
    std::vector<Period> pre_days = {};       ///< the days compared; the whole period without holes
    std::vector<Period> post_days = {};
    std::int64_t near_zones = 0;        ///< incidents in and around the zones, any date
    std::int64_t without_date = 0;      ///< of those: no date, one that cannot be read, or a
                                        ///< placeholder
    std::int64_t placeholder_dates = 0; ///< of those
    PeriodTally placeless = {};         ///< without coordinates
    ImpossiblePlaces impossible = {};
    RepeatedRows repeated = {};
    bool dates_carry_offset = false;        ///< and no time zone was named
    std::string shifted_response_date = {}; ///< a date of the response layer that carries UTC and
                                            ///< a time of day, without a time zone; as it was read
    int response_features = 1;              ///< taken together

    bool operator==(const DataFaults&) const = default;
};

} // namespace wdd
