// SPDX-License-Identifier: MIT
#include "wdd_tool/study/coverage.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;

/// As many incidents as chance does not leave out: P(0) is below one in a thousand.
constexpr double surely_some = 7;

wdd::Period spanning(const wdd::Period& a, const wdd::Period& b) {
    return {std::min(a.start, b.start), std::max(a.end, b.end)};
}

double a_day(const wdd::DayTotals& days, const wdd::Period& span) {
    return static_cast<double>(wdd::incidents_in(days, span)) / wdd::days_in(span);
}

double days_between(std::chrono::sys_days a, std::chrono::sys_days b) {
    return static_cast<double>((b - a).count());
}

/// Missing months of which at least about half lies in the period: of a few days it is not known
/// whether they have data.
std::vector<wdd::Period> missing_in(const wdd::Period& period, const CountedIncidents& counted) {
    constexpr int half_a_month = 14;
    std::vector<wdd::Period> months;
    for (const wdd::Period& month : counted.faults.missing) {
        const wdd::Period shared{std::max(month.start, period.start),
                                 std::min(month.end, period.end)};
        if (wdd::overlap(month, period) && wdd::days_in(shared) >= half_a_month) {
            months.push_back(month);
        }
    }
    return months;
}

/// Whether every month of the period is among the missing ones, but each has some incident.
bool is_all_low(const wdd::Period& period, const CountedIncidents& counted) {
    const std::vector<wdd::Period> missing = missing_in(period, counted);
    return wdd::without(period, missing).empty() &&
           std::ranges::all_of(missing, [&](const wdd::Period& month) {
               return wdd::incidents_in(counted.faults.near_days, month) > 0;
           });
}

/// The whole period where it is `kept`; else what is left without missing months.
std::vector<wdd::Period> days_left(const wdd::Period& period, const char* what,
                                   const CountedIncidents& counted) {
    constexpr int third = 3;
    std::vector<wdd::Period> left = wdd::without(period, missing_in(period, counted));
    if (third * wdd::days_in(left) < wdd::days_in(period)) {
        throw DataError(fmt::format(
            "the incidents have no data for {} of the {} days of the {} period ({} to {}), so no fair comparison is possible; choose periods that the incidents cover{}, or complete them",
            wdd::days_in(period) - wdd::days_in(left), wdd::days_in(period), what,
            wdd::iso_date(period.start), wdd::iso_date(period.end),
            counted.dates ? fmt::format(" ({} to {})", wdd::iso_date(counted.dates->start),
                                        wdd::iso_date(counted.dates->end))
                          : ""));
    }
    return left;
}

std::vector<wdd::MonthCounts> covered(const CountedIncidents& counted,
                                      const std::vector<wdd::Period>& months,
                                      wdd::OverlapRule rule) {
    std::vector<wdd::MonthCounts> counts;
    for (const wdd::Period& month : months) {
        const bool is_missing =
            std::ranges::any_of(counted.faults.missing, [&month](const wdd::Period& missing) {
                return wdd::overlap(missing, month);
            });
        if (counted.dates && counted.dates->start <= month.end && !is_missing) {
            counts.push_back({month, counted.daily.count(month, wdd::Zone::treated, rule),
                              counted.daily.count(month, wdd::Zone::control, rule)});
        }
    }
    return counts;
}

} // namespace

bool needs_layer_days(const wdd::DayTotals& near, const wdd::Period& window) {
    const wdd::CoveredSpan span = wdd::covered_span(near);
    if (!span.days) {
        return true;
    }
    const double rate = a_day(near, spanning(*span.days, window));
    const auto is_open = [rate](double gap) { return gap > 0 && gap * rate < surely_some; };
    return is_open(days_between(window.start, span.days->start)) ||
           is_open(days_between(span.days->end, window.end)) || wdd::needs_the_layer(near, window);
}

wdd::CoveredSpan coverage(const wdd::DayTotals& near, const wdd::DayTotals& layer,
                          bool month_only) {
    const wdd::CoveredSpan around = wdd::covered_span(near);
    wdd::CoveredSpan span = wdd::covered_span(layer);
    if (around.days && span.days) {
        const double rate = a_day(near, spanning(*around.days, *span.days));
        if (days_between(span.days->start, around.days->start) * rate >= surely_some) {
            span.days->start = around.days->start;
        }
        if (days_between(around.days->end, span.days->end) * rate >= surely_some) {
            span.days->end = around.days->end;
        }
    } else if (around.days) {
        span.days = around.days;
    }
    if (span.days && month_only) {
        span.days->end = wdd::last_day_of_month(span.days->end);
    }
    return span;
}

ComparedDays compared_days(const wdd::StudyPeriods& periods, const CountedIncidents& counted) {
    ComparedDays days;
    const auto left = [&](const wdd::Period& period, const char* what) {
        if (is_all_low(period, counted)) {
            days.drop_of_a_whole_period = true;
            return std::vector{period};
        }
        return days_left(period, what, counted);
    };
    days.pre = left(periods.pre, "pre-treatment");
    days.post = left(periods.post, "treatment");
    return days;
}

std::vector<wdd::MonthCounts> covered_months(const CountedIncidents& counted,
                                             std::chrono::sys_days start, wdd::OverlapRule rule) {
    return covered(counted, wdd::months_before(start), rule);
}

std::vector<wdd::MonthCounts> monthly_counts(const CountedIncidents& counted,
                                             const wdd::Period& treatment, wdd::OverlapRule rule) {
    std::vector<wdd::Period> months = wdd::months_before(treatment.start);
    for (int number = 1;; ++number) {
        const auto next = wdd::months_back(treatment.start, -number);
        const wdd::Period month{wdd::months_back(treatment.start, 1 - number),
                                next - std::chrono::days(1)};
        if (month.end > treatment.end || (counted.dates && month.end > counted.dates->end)) {
            return covered(counted, months, rule);
        }
        months.push_back(month);
    }
}

std::vector<std::string> coverage_warnings(const CountedIncidents& counted,
                                           const wdd::StudyPeriods& periods,
                                           const ComparedDays& days,
                                           const std::optional<wdd::Suitability>& suitability) {
    std::vector<std::string> warnings;
    if (!counted.dates) {
        warnings.emplace_back("No incident of the layer has a date.");
        return warnings;
    }
    const auto [first, last] = *counted.dates;
    constexpr const char* left_out = ": the days without data were not compared.";
    if (periods.post.end > last) {
        warnings.push_back(
            fmt::format("The treatment period ends {}, after the last incident ({}){}",
                        wdd::iso_date(periods.post.end), wdd::iso_date(last),
                        days.post.back().end > last
                            ? ". Incidents that are not recorded yet look like a reduction."
                            : left_out));
    }
    if (periods.pre.start < first) {
        warnings.push_back(fmt::format(
            "The pre-treatment period starts {}, before the first incident ({}){}",
            wdd::iso_date(periods.pre.start), wdd::iso_date(first),
            days.pre.front().start < first ? ": its counts may be too small." : left_out));
    }
    if (suitability) {
        const std::size_t months = suitability->input.months.size();
        if (months >= wdd::fewest_suitability_months && months < wdd::suitability_months) {
            const bool late = wdd::months_back(periods.post.start, wdd::suitability_months) < first;
            warnings.push_back(
                fmt::format("{}, so the correlation is that of {} months instead of {}.",
                            late ? fmt::format("The incidents begin {}", wdd::iso_date(first))
                                 : std::string("Months are missing in the incidents"),
                            months, wdd::suitability_months));
        }
    }
    return warnings;
}

} // namespace wdd_tool
