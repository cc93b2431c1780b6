// SPDX-License-Identifier: MIT
#include "wdd_tool/study/grouped_incidents.hpp"

#include <algorithm>

namespace wdd_tool {

/// Groups that count in every study, which are nearly all, are found without a search.
std::size_t GroupedIncidents::number_of(const IncidentGroup& group) {
    const auto search = [&] {
        const auto [known, is_new] = m_numbers.try_emplace(group, m_counted.size());
        if (is_new) {
            m_counted.push_back({group});
        }
        return known->second;
    };
    if (!group.without.empty()) {
        return search();
    }
    if (group.type >= m_whole.size()) {
        m_whole.resize(group.type + 1);
    }
    std::vector<std::size_t>& of_type = m_whole[group.type];
    if (group.places >= of_type.size()) {
        of_type.resize(group.places + 1);
    }
    std::size_t& number = of_type[group.places];
    if (number == 0) {
        number = search() + 1;
    }
    return number - 1;
}

void GroupedIncidents::add(const IncidentGroup& group, std::chrono::sys_days day, bool by_month) {
    Counted& counted = m_counted[number_of(group)];
    Days& days = by_month ? counted.by_month : counted.by_day;
    if (days.empty()) {
        days.resize(static_cast<std::size_t>(wdd::days_in(m_window)));
    }
    ++days[static_cast<std::size_t>((day - m_window.start).count())];
}

void GroupedIncidents::add_to(wdd::DailyCounts& daily, const Days& days, wdd::ZoneSet zones) const {
    if (days.empty()) {
        return;
    }
    const auto first = std::max(daily.window().start, m_window.start);
    const auto last = std::min(daily.window().end, m_window.end);
    for (auto day = first; day <= last; day += std::chrono::days(1)) {
        daily.add(day, zones, days[static_cast<std::size_t>((day - m_window.start).count())]);
    }
}

} // namespace wdd_tool
