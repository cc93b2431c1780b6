// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "toolkit/layers/date_field.hpp"
#include "wdd/data_faults.hpp"
#include "wdd_tool/study/day_histogram.hpp"

namespace wdd_tool {

/// Incidents by their day, so that they can be told by period once the periods are known.
struct DatedTally {
    DayHistogram days = {};
    std::int64_t undated = 0;

    void add(const toolkit::FieldDate& date) {
        if (date.is_dated()) {
            days.add(date.day);
        } else {
            ++undated;
        }
    }

    wdd::PeriodTally by_period(const std::vector<wdd::Period>& before,
                               const std::vector<wdd::Period>& after) const;
};

/// An incident in a zone.
struct CountedPoint {
    double x = 0;
    double y = 0;
    std::chrono::sys_seconds at = {};

    bool same_place(const CountedPoint& other) const { return x == other.x && y == other.y; }
};

/// What the reading found wrong, before the periods are known.
struct ReadingFaults {
    std::int64_t near_zones = 0;
    DatedTally placeless = {};
    DatedTally impossible = {};
    std::int64_t zero = 0;
    std::int64_t swapped = 0;
    std::int64_t outside = 0;
    bool nowhere_else = false; ///< no dated incident has a possible place
    std::string example = {};
    std::string system = {};
    DatedTally repeated_ids = {};
    std::int64_t without_id = 0;
    bool by_id = false;
    std::vector<CountedPoint> in_zones = {}; ///< where repeated rows are looked for
    bool carries_offset = false;
    bool read_all_days = false; ///< `layer_days` are those of the whole layer
    wdd::DayTotals near_days = {};
    wdd::DayTotals layer_days = {};
    std::vector<wdd::Period> missing = {}; ///< months, in the 36 months and the periods
};

/// Incidents near the zones whose date is only what stands for a missing one.
std::int64_t placeholder_dates(const ReadingFaults& faults);

/// Those of the points that repeat another one of the same place and moment, or, where the dates
/// have no time of day, day; by day only if there are many more than chance would give.
wdd::RepeatedRows repeated_rows(std::vector<CountedPoint> points,
                                const std::vector<wdd::Period>& before,
                                const std::vector<wdd::Period>& after);

/// The numbers for the message.
wdd::DataFaults data_faults(const ReadingFaults& found, const wdd::CoveredSpan& span,
                            const std::vector<wdd::Period>& before,
                            const std::vector<wdd::Period>& after);

} // namespace wdd_tool
