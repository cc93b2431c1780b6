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

bool share_days(const Period& a, const Period& b) {
    return a.start <= b.end && b.start <= a.end;
}

bool share_days(const StudyPeriods& a, const StudyPeriods& b) {
    return share_days(a.pre, b.pre) || share_days(a.pre, b.post) || share_days(a.post, b.pre) ||
           share_days(a.post, b.post);
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

std::vector<std::size_t> disjoint_periods(const StudyPeriods& real,
                                          std::span<const StudyPeriods> placebos) {
    std::vector<StudyPeriods> taken{real};
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < placebos.size(); ++i) {
        const auto shares_days_with = [&](const StudyPeriods& other) {
            return share_days(placebos[i], other);
        };
        if (std::none_of(taken.begin(), taken.end(), shares_days_with)) {
            taken.push_back(placebos[i]);
            found.push_back(i);
        }
    }
    return found;
}

} // namespace wdd
