// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "wdd/daily_counts.hpp"
#include "wdd/period.hpp"

namespace wdd_tool {

/// What the incidents of a group have in common.
struct IncidentGroup {
    std::size_t places = 0;                ///< a number of the locator of areas
    std::size_t type = 0;                  ///< the number of their crime type
    std::vector<std::size_t> without = {}; ///< studies in which they repeat another row

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 within for a pointer
    auto operator<=>(const IncidentGroup&) const = default;
};

/// Incidents by day and by what any study can ask of them, over one window of days: so one reading
/// serves many studies.
class GroupedIncidents {
  public:
    /// Of the days of the window, in order; empty where there is none.
    using Days = std::vector<std::uint32_t>;

    struct Counted {
        IncidentGroup group;
        Days by_day = {};
        Days by_month = {}; ///< those whose date says only the month
    };

    explicit GroupedIncidents(const wdd::Period& window) : m_window(window) {}

    const wdd::Period& window() const { return m_window; }

    /// The day is in the window.
    void add(const IncidentGroup& group, std::chrono::sys_days day, bool by_month);

    const std::vector<Counted>& all() const { return m_counted; }

    /// Adds the days of a group that the daily counts hold.
    void add_to(wdd::DailyCounts& daily, const Days& days, wdd::ZoneSet zones) const;

  private:
    std::size_t number_of(const IncidentGroup& group);

    wdd::Period m_window;
    std::vector<Counted> m_counted;
    std::map<IncidentGroup, std::size_t> m_numbers;
    std::vector<std::vector<std::size_t>> m_whole; ///< by type and places: number + 1, 0 for none
};

} // namespace wdd_tool
