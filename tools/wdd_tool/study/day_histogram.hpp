// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "wdd/coverage.hpp"

namespace wdd_tool {

/// Counts incidents by day, quickly for days of this and the last century.
class DayHistogram {
  public:
    void add(std::chrono::sys_days day, std::int64_t incidents = 1) {
        const auto at = (day - first_day).count();
        if (at >= 0 && at < quick_days) {
            if (m_quick.empty()) {
                m_quick.resize(quick_days);
            }
            m_quick[static_cast<std::size_t>(at)] += incidents;
        } else {
            m_other[day] += incidents;
        }
    }

    wdd::DayTotals totals() const {
        wdd::DayTotals totals = m_other;
        for (std::size_t i = 0; i < m_quick.size(); ++i) {
            if (m_quick[i] > 0) {
                totals[first_day + std::chrono::days(i)] = m_quick[i];
            }
        }
        return totals;
    }

  private:
    static constexpr std::chrono::sys_days first_day{std::chrono::year(1900) / 1 / 1};
    static constexpr int quick_days = 200 * 366;

    std::vector<std::int64_t> m_quick;
    wdd::DayTotals m_other;
};

} // namespace wdd_tool
