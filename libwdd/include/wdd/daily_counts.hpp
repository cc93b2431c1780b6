// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "wdd/period.hpp"
#include "wdd/statistic.hpp"
#include "wdd/zones.hpp"

namespace wdd {

/// Incidents by day and by the zones that hold them, over one window of days. Memory is 128 bytes a
/// day, whatever the number of incidents, so periods and rules can be chosen after the reading.
class DailyCounts {
  public:
    /// Days outside `window` are ignored by `add`. Throws std::invalid_argument if its end is
    /// before its start.
    explicit DailyCounts(Period window);

    const Period& window() const { return m_window; }

    /// Counts one incident, or several, that lie in `zones`; none (0) is remembered too. Throws
    /// std::invalid_argument if `zones` has a bit that is not a zone.
    void add(std::chrono::sys_days day, ZoneSet zones, std::int64_t incidents = 1);

    /// Counts all that another one of the same window has counted. Throws std::invalid_argument for
    /// another window.
    void add(const DailyCounts& other);

    /// Counts of the four zones in the two periods under an overlap rule. Both periods must lie in
    /// the window, else std::out_of_range. Here and below a period that ends before it starts is a
    /// std::invalid_argument; the cost is linear in the days of the periods.
    Counts counts(const Period& pre, const Period& post, OverlapRule rule) const;

    /// Counts of the four zones in two sets of days, each in periods that do not overlap.
    Counts counts(const std::vector<Period>& pre, const std::vector<Period>& post,
                  OverlapRule rule) const;

    /// Incidents in one zone in a period, under a rule. The period is cut to the window.
    std::int64_t count(const Period& period, Zone zone, OverlapRule rule) const;

    /// Incidents in a period that lie in exactly the zones of a set, before any rule.
    std::int64_t count_exactly(const Period& period, ZoneSet zones) const;

  private:
    using SetTotals = std::array<std::int64_t, zone_set_count>;

    std::size_t index(std::chrono::sys_days day, ZoneSet zones) const;
    SetTotals totals_by_set(const Period& period) const; // the period is cut to the window
    static std::int64_t counted(const SetTotals& totals, Zone zone, OverlapRule rule);

    Period m_window;
    std::vector<std::int64_t> m_counts; // day-major: [day][zone set]
};

} // namespace wdd
