// SPDX-License-Identifier: MIT
#include "wdd_tool/study/reading_faults.hpp"

#include <algorithm>
#include <tuple>

namespace wdd_tool {

namespace {

/// Calls `use(first, last)` for each run of points that `same` joins.
template<class Same, class Use>
void for_runs(const std::vector<CountedPoint>& points, Same&& same, Use&& use) {
    for (auto first = points.begin(); first != points.end();) {
        const auto last = std::find_if_not(
            first, points.end(), [&](const CountedPoint& point) { return same(*first, point); });
        use(first, last);
        first = last;
    }
}

/// How many incidents of one place would share a day with another by chance.
double expected_by_day(const std::vector<CountedPoint>& points, double days) {
    double expected = 0;
    for_runs(
        points, [](const auto& a, const auto& b) { return a.same_place(b); },
        [&](auto first, auto last) {
            const auto n = static_cast<double>(last - first);
            expected += n * (n - 1) / (2 * days);
        });
    return expected;
}

} // namespace

wdd::PeriodTally DatedTally::by_period(const std::vector<wdd::Period>& before,
                                       const std::vector<wdd::Period>& after) const {
    wdd::PeriodTally tally{.before = 0, .after = 0, .other = undated};
    for (const auto& [day, incidents] : days.totals()) {
        (wdd::in_any(before, day)  ? tally.before
         : wdd::in_any(after, day) ? tally.after
                                   : tally.other) += incidents;
    }
    return tally;
}

std::int64_t placeholder_dates(const ReadingFaults& faults) {
    std::int64_t sum = 0;
    for (const auto& [day, incidents] : faults.near_days) {
        sum += wdd::is_placeholder(day) ? incidents : 0;
    }
    return sum;
}

wdd::RepeatedRows repeated_rows(std::vector<CountedPoint> points,
                                const std::vector<wdd::Period>& before,
                                const std::vector<wdd::Period>& after) {
    using std::chrono::days;
    std::erase_if(points, [&](const CountedPoint& point) {
        const auto day = std::chrono::floor<days>(point.at);
        return !wdd::in_any(before, day) && !wdd::in_any(after, day);
    });
    const auto has_time = [](const CountedPoint& point) {
        return point.at != std::chrono::floor<days>(point.at);
    };
    wdd::RepeatedRows repeated;
    repeated.by_day = std::ranges::none_of(points, has_time);
    if (!repeated.by_day) { // midnight is where a time is not known
        std::erase_if(points, [&](const CountedPoint& point) { return !has_time(point); });
    }
    std::ranges::sort(points, {}, [](const CountedPoint& point) {
        return std::tuple(point.x, point.y, point.at);
    });
    for_runs(
        points, [](const auto& a, const auto& b) { return a.same_place(b) && a.at == b.at; },
        [&](auto first, auto last) {
            const auto day = std::chrono::floor<days>(first->at);
            (wdd::in_any(before, day) ? repeated.tally.before : repeated.tally.after) +=
                last - first - 1;
        });
    if (repeated.by_day) {
        repeated.expected_by_day =
            expected_by_day(points, wdd::days_in(before) + wdd::days_in(after));
    }
    return repeated;
}

wdd::DataFaults data_faults(const ReadingFaults& found, const wdd::CoveredSpan& span,
                            const std::vector<wdd::Period>& before,
                            const std::vector<wdd::Period>& after) {
    wdd::DataFaults faults;
    faults.covered = span.days;
    faults.stray_dates = span.strays;
    for (const wdd::Period& month : found.missing) {
        if (span.days && wdd::overlap(*span.days, month)) {
            faults.missing_months.push_back(month);
        }
    }
    faults.pre_days = before;
    faults.post_days = after;
    faults.near_zones = found.near_zones;
    faults.placeless = found.placeless.by_period(before, after);
    faults.impossible = {.tally = found.impossible.by_period(before, after),
                         .zero = found.zero,
                         .swapped = found.swapped,
                         .outside = found.outside,
                         .example = found.example,
                         .system = found.system};
    if (found.by_id) {
        faults.repeated = {.tally = found.repeated_ids.by_period(before, after),
                           .by_id = true,
                           .without_id = found.without_id};
    } else {
        faults.repeated = repeated_rows(found.in_zones, before, after);
    }
    faults.dates_carry_offset = found.carries_offset;
    return faults;
}

} // namespace wdd_tool
