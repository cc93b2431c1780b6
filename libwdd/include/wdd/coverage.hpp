// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "wdd/period.hpp"

namespace wdd {

/// Incidents by day, only days that have any.
using DayTotals = std::map<std::chrono::sys_days, std::int64_t>;

/// Incidents of the days of a period.
std::int64_t incidents_in(const DayTotals& totals, const Period& period);

/// A day so far from all others that it says nothing of what the incidents cover.
struct StrayDate {
    std::chrono::sys_days day;
    std::int64_t incidents = 0;

    bool operator==(const StrayDate&) const = default;
};

/// From the first to the last day that the incidents cover.
struct CoveredSpan {
    std::optional<Period> days;    ///< none without incidents
    std::vector<StrayDate> strays; ///< left out of it, oldest first
};

/// Days that computers write where a date is missing: 1900-01-01, 1970-01-01, 9999-12-31 and such.
bool is_placeholder(std::chrono::sys_days day);

/// The span of the incidents without strays: at either end a few days (one in two hundred of the
/// incidents, or a single one) that lie a season or more, and many times the usual distance of two
/// incidents, from the rest; and placeholders outside the rest.
CoveredSpan covered_span(const DayTotals& totals);

/// Calendar months of a window, cut to it, whose incidents are missing rather than few: no more
/// than a tenth of the usual month, and fewer than chance alone would give (below one in a thousand
/// if half the usual number were expected). It is so in and around the study's zones, or,
/// where these have too few incidents or a single month with any, in the whole layer. Oldest first.
std::vector<Period> missing_months(const DayTotals& near_zones, const DayTotals& layer,
                                   const Period& window);

/// True if some month of the window has so few incidents near the zones that only the whole layer
/// can tell whether they are missing.
bool needs_the_layer(const DayTotals& near_zones, const Period& window);

/// What is left of a period without some months, in order.
std::vector<Period> without(const Period& period, const std::vector<Period>& months);

/// Days of them all.
int days_in(const std::vector<Period>& periods);

} // namespace wdd
