// SPDX-License-Identifier: MIT
#include "wdd_tool/study/history.hpp"

#include <algorithm>
#include <utility>

#include "wdd/quantile.hpp"

namespace wdd_tool {

namespace {

/// Months counted back from the start of a period by calendar, latest first.
std::vector<wdd::Period> months_before_start(std::chrono::sys_days start) {
    std::vector<wdd::Period> months;
    for (int back = 1; back <= wdd::most_history_months; ++back) {
        months.push_back({wdd::months_back(start, back),
                          wdd::months_back(start, back - 1) - std::chrono::days(1)});
    }
    return months;
}

std::int64_t middle_of_those_with_any(std::vector<std::int64_t> counts) {
    std::erase(counts, 0);
    if (counts.empty()) {
        return 0;
    }
    return wdd::middle_one(std::move(counts));
}

bool shares_a_day(const wdd::Period& month, const std::vector<wdd::Period>& others) {
    return std::ranges::any_of(
        others, [&month](const wdd::Period& other) { return wdd::overlap(month, other); });
}

} // namespace

bool History::contains(std::chrono::sys_days day) const {
    const auto month =
        std::partition_point(months.begin(), months.end(),
                             [day](const wdd::Period& other) { return other.start > day; });
    return month != months.end() && month->contains(day);
}

std::optional<double> History::scale_to(const std::vector<wdd::Period>& parts) const {
    if (months.empty()) {
        return std::nullopt;
    }
    double length = 0;
    for (const wdd::Period& part : parts) {
        length += wdd::length_in_months(part);
    }
    return length / static_cast<double>(months.size());
}

History known_history(const wdd::DayTotals& incidents, const wdd::Period& pre,
                      const std::vector<wdd::Period>& missing) {
    const std::vector<wdd::Period> months = months_before_start(pre.start);
    std::vector<std::int64_t> counts;
    counts.reserve(months.size());
    for (const wdd::Period& month : months) {
        counts.push_back(wdd::incidents_in(incidents, month));
    }
    const std::int64_t middle = middle_of_those_with_any(counts);
    History history;
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (counts[i] > 0 && 4 * counts[i] >= middle && !shares_a_day(months[i], missing)) {
            history.months.push_back(months[i]);
        }
    }
    if (history.months.size() < wdd::fewest_history_months) {
        history.months.clear();
    }
    return history;
}

} // namespace wdd_tool
