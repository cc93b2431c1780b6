// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "wdd/coverage.hpp"
#include "wdd/period.hpp"
#include "wdd/span_points.hpp"

namespace wdd_tool {

/// All incidents of a window of days, wherever they are, kept while those of the study are counted:
/// which of them a forecast compares, is known only when all are read.
class KeptIncidents {
  public:
    explicit KeptIncidents(const wdd::Period& window)
        : m_window(window), m_by_day(static_cast<std::size_t>(wdd::days_in(window))) {}

    const wdd::Period& window() const { return m_window; }

    /// In the computing CRS. `month_only`: the day is only the month's first.
    void add(double x, double y, std::chrono::sys_days day, bool month_only) {
        const auto at = static_cast<std::size_t>((day - m_window.start).count());
        if (at < m_by_day.size()) { // false also for a day before the window
            m_points.add(x, y, static_cast<std::uint32_t>(2 * at + (month_only ? 1 : 0)));
            ++m_by_day[at];
        }
    }

    /// For many forecasts.
    void arrange_by_place() { m_points.arrange_by_place(); }

    const wdd::KeyedPoints& points() const { return m_points; }

    wdd::DayTotals days() const;

    /// By the key of a point. Those dated by month belong to a span only `with_months`.
    wdd::SpanOfKey
    spans(const std::function<std::optional<wdd::Span>(std::chrono::sys_days)>& span_of_day,
          bool with_months) const;

  private:
    wdd::Period m_window;
    wdd::KeyedPoints m_points;
    std::vector<std::int64_t> m_by_day;
};

} // namespace wdd_tool
