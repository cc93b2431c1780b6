// SPDX-License-Identifier: MIT
#include "wdd_tool/study/kept_incidents.hpp"

namespace wdd_tool {

wdd::DayTotals KeptIncidents::days() const {
    wdd::DayTotals totals;
    for (std::size_t i = 0; i < m_by_day.size(); ++i) {
        if (m_by_day[i] > 0) {
            totals.emplace_hint(totals.end(), m_window.start + std::chrono::days(i), m_by_day[i]);
        }
    }
    return totals;
}

wdd::SpanOfKey KeptIncidents::spans(
    const std::function<std::optional<wdd::Span>(std::chrono::sys_days)>& span_of_day,
    bool with_months) const {
    wdd::SpanOfKey spans;
    spans.reserve(2 * m_by_day.size());
    for (std::size_t i = 0; i < m_by_day.size(); ++i) {
        const std::optional<wdd::Span> span = span_of_day(m_window.start + std::chrono::days(i));
        spans.push_back(span);
        spans.push_back(with_months ? span : std::nullopt);
    }
    return spans;
}

} // namespace wdd_tool
