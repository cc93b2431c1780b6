// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "toolkit/layers/date_field.hpp"
#include "wdd/area.hpp"
#include "wdd/coverage.hpp"

namespace wdd_tool {

/// Tells the incidents near each of several studies by their day. A point costs one pass over the
/// boxes, which a processor does several at a time.
class NearTally {
  public:
    explicit NearTally(const std::vector<wdd::Box>& boxes);

    std::size_t size() const { return m_min_x.size(); }

    /// Around all of them.
    const wdd::Box& box() const { return m_box; }

    /// True if some box holds the point; `holds` then tells which.
    bool find(double x, double y);

    bool holds(std::size_t study) const { return m_inside[study] != 0; }

    /// Counts an incident at the point that was found last.
    void add(const toolkit::FieldDate& date);
    void mark_offset();

    std::int64_t null_dates(std::size_t study) const { return m_null[study]; }

    std::int64_t unreadable(std::size_t study) const { return m_unreadable[study]; }

    std::int64_t month_dates(std::size_t study) const { return m_month[study]; }

    std::int64_t day_dates(std::size_t study) const { return m_day[study]; }

    bool carries_offset(std::size_t study) const { return m_offset[study] != 0; }

    /// All of them.
    std::int64_t incidents(std::size_t study) const;

    wdd::DayTotals days(std::size_t study) const;

  private:
    using Counts = std::vector<std::int64_t>; ///< by study

    void add_found(Counts& counts) const;

    std::vector<double> m_min_x;
    std::vector<double> m_min_y;
    std::vector<double> m_max_x;
    std::vector<double> m_max_y;
    wdd::Box m_box;
    std::vector<std::uint8_t> m_inside; ///< 1 where the point that was found last is
    Counts m_null;
    Counts m_unreadable;
    Counts m_month;
    Counts m_day;
    Counts m_offset;
    std::unordered_map<std::int64_t, Counts> m_days; ///< since 1970
};

} // namespace wdd_tool
