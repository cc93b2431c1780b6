// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/forecast_spans.hpp"

#include <algorithm>

#include "wdd/forecast.hpp"

namespace crims_tool {

namespace {

/// True if a quarter of the month's days have records: with fewer `wdd test` takes it for a gap.
bool has_records(const wdd::Period& month, std::span<const crims::Month> missing) {
    int days = 0;
    for (auto day = month.start; day <= month.end; day += std::chrono::days(1)) {
        const bool is_missing =
            std::find(missing.begin(), missing.end(), crims::month_of(day)) != missing.end();
        days += is_missing ? 0 : 1;
    }
    return 4 * days >= wdd::days_in(month);
}

} // namespace

ForecastHistory history_before(const wdd::Period& pre, std::span<const crims::Month> missing) {
    const std::chrono::days one(1);
    ForecastHistory history{
        .days = {wdd::months_back(pre.start, wdd::most_history_months), pre.start - one}};
    for (int back = 1; back <= wdd::most_history_months; ++back) {
        const wdd::Period month{wdd::months_back(pre.start, back),
                                wdd::months_back(pre.start, back - 1) - one};
        history.months += has_records(month, missing) ? 1 : 0;
    }
    if (history.months < wdd::fewest_history_months) {
        return {.days = {pre.start, pre.start - one}};
    }
    history.scale = wdd::length_in_months(pre) / history.months;
    return history;
}

} // namespace crims_tool
