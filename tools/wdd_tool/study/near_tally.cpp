// SPDX-License-Identifier: MIT
#include "wdd_tool/study/near_tally.hpp"

namespace wdd_tool {

NearTally::NearTally(const std::vector<wdd::Box>& boxes)
    : m_box(boxes.front()), m_inside(boxes.size()), m_null(boxes.size()),
      m_unreadable(boxes.size()), m_month(boxes.size()), m_day(boxes.size()),
      m_offset(boxes.size()) {
    for (std::vector<double>* side : {&m_min_x, &m_min_y, &m_max_x, &m_max_y}) {
        side->reserve(boxes.size());
    }
    for (const wdd::Box& box : boxes) {
        m_box = m_box.joined(box);
        m_min_x.push_back(box.min_x);
        m_min_y.push_back(box.min_y);
        m_max_x.push_back(box.max_x);
        m_max_y.push_back(box.max_y);
    }
}

bool NearTally::find(double x, double y) {
    if (!m_box.contains(x, y)) {
        return false;
    }
    int any = 0;
    for (std::size_t i = 0; i < m_inside.size(); ++i) {
        const int inside = static_cast<int>(m_min_x[i] <= x) & static_cast<int>(x <= m_max_x[i]) &
                           static_cast<int>(m_min_y[i] <= y) & static_cast<int>(y <= m_max_y[i]);
        m_inside[i] = static_cast<std::uint8_t>(inside);
        any |= inside;
    }
    return any != 0;
}

void NearTally::add_found(Counts& counts) const {
    for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] += m_inside[i];
    }
}

void NearTally::add(const toolkit::FieldDate& date) {
    switch (date.state) {
    case toolkit::DateState::null:
        add_found(m_null);
        return;
    case toolkit::DateState::unreadable:
        add_found(m_unreadable);
        return;
    case toolkit::DateState::month:
        add_found(m_month);
        break;
    case toolkit::DateState::day:
        add_found(m_day);
        break;
    }
    add_found(m_days.try_emplace(date.day.time_since_epoch().count(), size()).first->second);
}

void NearTally::mark_offset() {
    add_found(m_offset);
}

std::int64_t NearTally::incidents(std::size_t study) const {
    return m_null[study] + m_unreadable[study] + m_month[study] + m_day[study];
}

wdd::DayTotals NearTally::days(std::size_t study) const {
    wdd::DayTotals totals;
    for (const auto& [day, counts] : m_days) {
        if (counts[study] > 0) {
            totals[std::chrono::sys_days(std::chrono::days(day))] = counts[study];
        }
    }
    return totals;
}

} // namespace wdd_tool
