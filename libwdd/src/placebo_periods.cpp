// SPDX-License-Identifier: MIT
#include "wdd/placebo_periods.hpp"

#include <algorithm>
#include <stdexcept>

namespace wdd {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int days_a_week = 7;
constexpr int months_a_year = 12;

Period days_earlier(const Period& period, days by) {
    return {.start = period.start - by, .end = period.end - by};
}

/// A period of whole months, moved by whole months.
Period months_earlier(const Period& period, int months) {
    return {.start = months_back(period.start, months),
            .end = last_day_of_month(months_back(period.end, months))};
}

/// Months of one step; 0 for steps of days.
int months_a_step(const StudyPeriods& real, const PlaceboDates& dates) {
    switch (dates.step) {
    case PlaceboStep::month:
        return 1;
    case PlaceboStep::year:
        return months_a_year;
    case PlaceboStep::period:
        return dates.whole_months ? months_in(real.post) : 0;
    case PlaceboStep::day:
    case PlaceboStep::week:
        break;
    }
    return 0;
}

StudyPeriods earlier(const StudyPeriods& real, const PlaceboDates& dates, int steps) {
    const int months = steps * months_a_step(real, dates);
    if (dates.whole_months) {
        return {months_earlier(real.pre, months), months_earlier(real.post, months)};
    }
    const int step_days = dates.step == PlaceboStep::period ? days_in(real.post)
                          : dates.step == PlaceboStep::week ? days_a_week
                                                            : 1;
    const days by = months > 0 ? real.post.start - months_back(real.post.start, months)
                               : days{steps * step_days};
    return {days_earlier(real.pre, by), days_earlier(real.post, by)};
}

} // namespace

std::vector<StudyPeriods> placebo_periods(const StudyPeriods& real, const PlaceboDates& dates) {
    if (dates.whole_months) {
        months_in(real.pre); // throws if they are not whole months
        months_in(real.post);
        if (months_a_step(real, dates) == 0) {
            throw std::invalid_argument("periods of whole months move by months, not by days");
        }
    }
    std::vector<StudyPeriods> found;
    for (int steps = 1;; ++steps) {
        const StudyPeriods placebo = earlier(real, dates, steps);
        if (std::min(placebo.pre.start, placebo.post.start) < dates.first_day ||
            (dates.at_most > 0 && found.size() == dates.at_most)) {
            return found;
        }
        if (placebo.post.end < real.post.start) {
            found.push_back(placebo);
        }
    }
}

std::size_t disjoint_studies(const StudyPeriods& real, sys_days first_day) {
    const auto past = (real.post.start - first_day).count();
    const auto length = (real.post.end - real.pre.start).count() + 1;
    return past > 0 && length > 0 ? static_cast<std::size_t>(past / length) : 0;
}

} // namespace wdd
