// SPDX-License-Identifier: MIT
#include "wdd/coverage.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/math/distributions/poisson.hpp>

#include "wdd/quantile.hpp"

namespace wdd {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Days without a long gap between them.
struct Run {
    Period period;
    std::int64_t incidents = 0;
};

/// Day totals in order; a map would be copied node by node.
using DayList = std::vector<std::pair<sys_days, std::int64_t>>;

std::int64_t total(const DayList& totals) {
    std::int64_t sum = 0;
    for (const auto& [day, incidents] : totals) {
        sum += incidents;
    }
    return sum;
}

std::vector<Run> runs_of(const DayList& totals, double longest_gap) {
    std::vector<Run> runs;
    for (const auto& [day, incidents] : totals) {
        if (runs.empty() ||
            static_cast<double>((day - runs.back().period.end).count()) > longest_gap) {
            runs.push_back({{day, day}, 0});
        }
        runs.back().period.end = day;
        runs.back().incidents += incidents;
    }
    return runs;
}

/// The gap that no data with incidents as frequent as in the middle nine tenths would have.
double longest_gap(const DayList& totals, std::int64_t incidents) {
    constexpr double a_season = 90;
    constexpr double usual_gaps = 20;
    constexpr double twentieth = 0.05;
    const auto wanted = static_cast<std::int64_t>(twentieth * static_cast<double>(incidents));
    std::int64_t seen = 0;
    sys_days low = totals.front().first;
    sys_days high = totals.back().first;
    for (const auto& [day, n] : totals) {
        low = seen <= wanted ? day : low;
        seen += n;
        if (seen >= incidents - wanted) {
            high = day;
            break;
        }
    }
    const double middle = std::max(1.0, static_cast<double>((high - low).count()));
    return std::max(a_season, usual_gaps * middle / static_cast<double>(incidents));
}

struct MonthTotal {
    Period month; ///< cut to the window
    double share; ///< of an average month's days
    double incidents;
};

std::vector<MonthTotal> months_of(const DayTotals& totals, const Period& window) {
    constexpr double days_a_month = 365.25 / 12;
    std::vector<MonthTotal> months;
    for (sys_days day = window.start; day <= window.end;) {
        const Period month{day, std::min(last_day_of_month(day), window.end)};
        months.push_back({month, wdd::days_in(month) / days_a_month,
                          static_cast<double>(incidents_in(totals, month))});
        day = month.end + days(1);
    }
    return months;
}

struct UsualMonth {
    double incidents = 0;   ///< of the middle one of the months that have any
    bool is_of_one = false; ///< no other month has any, so it may be an unusual one
};

UsualMonth usual_month(const std::vector<MonthTotal>& months) {
    std::vector<double> counts;
    for (const MonthTotal& month : months) {
        if (month.incidents > 0) {
            counts.push_back(month.incidents / month.share);
        }
    }
    if (counts.empty()) {
        return {};
    }
    const bool is_of_one = counts.size() == 1;
    return {middle_one(std::move(counts)), is_of_one};
}

bool is_low(const MonthTotal& month, double usual) {
    constexpr double tenth = 10;
    return tenth * month.incidents <= usual * month.share;
}

/// `usual` is above 0.
bool is_beyond_chance(const MonthTotal& month, double usual) {
    constexpr double rare = 1e-3;
    const boost::math::poisson_distribution<double> half(usual * month.share / 2);
    return cdf(half, month.incidents) < rare;
}

} // namespace

std::int64_t incidents_in(const DayTotals& totals, const Period& period) {
    std::int64_t sum = 0;
    for (auto at = totals.lower_bound(period.start); at != totals.end() && at->first <= period.end;
         ++at) {
        sum += at->second;
    }
    return sum;
}

bool is_placeholder(sys_days day) {
    using namespace std::chrono;
    static constexpr std::array<sys_days, 14> known{
        year(1) / 1 / 1,      year(1582) / 10 / 15, year(1753) / 1 / 1, year(1800) / 1 / 1,
        year(1899) / 12 / 30, year(1899) / 12 / 31, year(1900) / 1 / 1, year(1901) / 1 / 1,
        year(1904) / 1 / 1,   year(1969) / 12 / 31, year(1970) / 1 / 1, year(2079) / 6 / 6,
        year(2099) / 12 / 31, year(9999) / 12 / 31};
    return std::ranges::find(known, day) != known.end();
}

CoveredSpan covered_span(const DayTotals& totals) {
    constexpr std::int64_t one_in = 200;
    CoveredSpan span;
    DayList rest(totals.begin(), totals.end());
    std::erase_if(rest, [](const auto& day) { return is_placeholder(day.first); });
    const std::int64_t incidents = total(rest);
    if (incidents > 0) {
        const std::vector<Run> runs = runs_of(rest, longest_gap(rest, incidents));
        const std::int64_t few = std::max<std::int64_t>(1, incidents / one_in);
        auto first = runs.begin();
        auto last = runs.end() - 1;
        while (first != last && first->incidents <= few) {
            ++first;
        }
        while (last != first && last->incidents <= few) {
            --last;
        }
        span.days = Period{first->period.start, last->period.end};
    }
    for (const auto& [day, n] : totals) {
        if (!span.days || !span.days->contains(day)) {
            span.strays.push_back({day, n});
        }
    }
    return span;
}

std::vector<Period> missing_months(const DayTotals& near_zones, const DayTotals& layer,
                                   const Period& window) {
    constexpr double least_share = 0.45; // of less than half a month little can be said
    const std::vector<MonthTotal> near = months_of(near_zones, window);
    const std::vector<MonthTotal> all = months_of(layer, window);
    const UsualMonth usual_near = usual_month(near);
    const double usual_all = usual_month(all).incidents;
    std::vector<Period> missing;
    for (std::size_t i = 0; i < near.size() && usual_near.incidents > 0; ++i) {
        const bool here = is_low(near[i], usual_near.incidents) && near[i].share >= least_share;
        const bool near_tells = !usual_near.is_of_one;
        if (here &&
            ((near_tells && is_beyond_chance(near[i], usual_near.incidents)) ||
             (usual_all > 0 && is_low(all[i], usual_all) && is_beyond_chance(all[i], usual_all)))) {
            missing.push_back(near[i].month);
        }
    }
    return missing;
}

bool needs_the_layer(const DayTotals& near_zones, const Period& window) {
    const std::vector<MonthTotal> near = months_of(near_zones, window);
    const UsualMonth usual = usual_month(near);
    return std::ranges::any_of(near, [usual](const MonthTotal& month) {
        return is_low(month, usual.incidents) && (usual.incidents == 0 || usual.is_of_one ||
                                                  !is_beyond_chance(month, usual.incidents));
    });
}

std::vector<Period> without(const Period& period, const std::vector<Period>& months) {
    std::vector<Period> parts;
    sys_days from = period.start;
    for (const Period& month : months) {
        if (month.end < from || month.start > period.end) {
            continue;
        }
        if (month.start > from) {
            parts.push_back({from, month.start - days(1)});
        }
        from = month.end + days(1);
    }
    if (from <= period.end) {
        parts.push_back({from, period.end});
    }
    return parts;
}

int days_in(const std::vector<Period>& periods) {
    int sum = 0;
    for (const Period& period : periods) {
        sum += days_in(period);
    }
    return sum;
}

} // namespace wdd
