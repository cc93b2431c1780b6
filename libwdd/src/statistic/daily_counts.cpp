// SPDX-License-Identifier: MIT
#include "wdd/daily_counts.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>

namespace wdd {

namespace {

std::string text_of(const Period& period) {
    return iso_date(period.start) + " to " + iso_date(period.end);
}

void require_inside(const Period& window, const Period& period, std::string_view what) {
    require_ordered(period, what);
    if (!window.contains(period.start) || !window.contains(period.end)) {
        throw std::out_of_range("the " + std::string(what) + " (" + text_of(period) +
                                ") is not within the days that were counted (" + text_of(window) +
                                ")");
    }
}

void require_zone_set(ZoneSet zones) {
    if (zones >= zone_set_count) {
        throw std::invalid_argument("zone set " + std::to_string(zones) +
                                    ": expected a set of the four zones, below " +
                                    std::to_string(zone_set_count));
    }
}

} // namespace

DailyCounts::DailyCounts(Period window) : m_window(window) {
    require_ordered(window, "window of days to count");
    m_counts.resize(static_cast<std::size_t>(days_in(window)) * zone_set_count);
}

void DailyCounts::add(std::chrono::sys_days day, ZoneSet zones, std::int64_t incidents) {
    require_zone_set(zones);
    if (m_window.contains(day)) {
        m_counts[index(day, zones)] += incidents;
    }
}

void DailyCounts::add(const DailyCounts& other) {
    if (other.m_window != m_window) {
        throw std::invalid_argument("counts of different windows cannot be added up");
    }
    std::transform(m_counts.begin(), m_counts.end(), other.m_counts.begin(), m_counts.begin(),
                   std::plus<>());
}

Counts DailyCounts::counts(const Period& pre, const Period& post, OverlapRule rule) const {
    require_inside(m_window, pre, "pre-treatment period");
    require_inside(m_window, post, "treatment period");
    return counts(std::vector{pre}, std::vector{post}, rule);
}

Counts DailyCounts::counts(const std::vector<Period>& pre, const std::vector<Period>& post,
                           OverlapRule rule) const {
    const auto in = [this](const std::vector<Period>& parts) {
        SetTotals sum{};
        for (const Period& part : parts) {
            require_inside(m_window, part, "part of a period");
            const SetTotals totals = totals_by_set(part);
            std::transform(sum.begin(), sum.end(), totals.begin(), sum.begin(), std::plus<>());
        }
        return sum;
    };
    const SetTotals before = in(pre);
    const SetTotals after = in(post);
    const auto in_zone = [&](Zone zone) {
        return BeforeAfter{.pre = static_cast<double>(counted(before, zone, rule)),
                           .post = static_cast<double>(counted(after, zone, rule))};
    };
    return {.treated = in_zone(Zone::treated),
            .control = in_zone(Zone::control),
            .treated_displacement = in_zone(Zone::treated_displacement),
            .control_displacement = in_zone(Zone::control_displacement)};
}

std::int64_t DailyCounts::count(const Period& period, Zone zone, OverlapRule rule) const {
    return counted(totals_by_set(period), zone, rule);
}

std::int64_t DailyCounts::count_exactly(const Period& period, ZoneSet zones) const {
    require_zone_set(zones);
    return totals_by_set(period)[zones];
}

std::size_t DailyCounts::index(std::chrono::sys_days day, ZoneSet zones) const {
    return static_cast<std::size_t>((day - m_window.start).count()) * zone_set_count + zones;
}

DailyCounts::SetTotals DailyCounts::totals_by_set(const Period& period) const {
    require_ordered(period, "period to count in");
    const auto first = std::max(period.start, m_window.start);
    const auto last = std::min(period.end, m_window.end);
    SetTotals totals{};
    for (auto day = first; day <= last; day += std::chrono::days{1}) {
        for (std::size_t set = 0; set < totals.size(); ++set) {
            totals[set] += m_counts[index(day, static_cast<ZoneSet>(set))];
        }
    }
    return totals;
}

std::int64_t DailyCounts::counted(const SetTotals& totals, Zone zone, OverlapRule rule) {
    std::int64_t total = 0;
    for (std::size_t set = 0; set < totals.size(); ++set) {
        if (holds(counted_zones(static_cast<ZoneSet>(set), rule), zone)) {
            total += totals[set];
        }
    }
    return total;
}

} // namespace wdd
