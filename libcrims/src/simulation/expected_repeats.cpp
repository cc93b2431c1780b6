// SPDX-License-Identifier: MIT
#include "simulation/expected_repeats.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include <tbb/parallel_for.h>

#include "crims/limits.hpp"
#include "crims/rhythm.hpp"
#include "simulation/month_draw.hpp"
#include "simulation/number_text.hpp"

namespace crims {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

} // namespace

ExpectedRepeats::ExpectedRepeats(const OffenceRhythms& rhythms,
                                 const std::vector<NearRepeat>& near_repeats, std::size_t cells)
    : m_rhythms(rhythms), m_near_repeats(near_repeats), m_cells(cells) {
    set_courses();
    m_days.reserve(m_courses.size() * days_a_week);
    const std::chrono::sys_days monday = std::chrono::sys_days(std::chrono::days(4)); // 1970-01-05
    for (const Course& course : m_courses) {
        for (std::size_t weekday = 0; weekday < days_a_week; ++weekday) {
            m_days.push_back(
                day_of(day_slots(rhythms.all()[course.rhythm],
                                 monday + std::chrono::days(static_cast<int>(weekday))),
                       course.lag_days));
        }
    }
}

void ExpectedRepeats::set_courses() {
    for (std::size_t offence = 0; offence < m_near_repeats.size(); ++offence) {
        const double lag = m_near_repeats[offence].mean_lag_days;
        const Course course{
            .rhythm = m_rhythms.of(offence), .lag_days = lag, .next_day = std::exp(-1 / lag)};
        const auto found = std::find(m_courses.begin(), m_courses.end(), course);
        m_course_of.push_back(static_cast<std::size_t>(found - m_courses.begin()));
        if (found == m_courses.end()) {
            m_courses.push_back(course);
        }
    }
}

/// As TimeSampler::minute_of_day draws it.
ExpectedRepeats::Day ExpectedRepeats::day_of(const MonthSlots& slots, double lag_days) {
    Day day{.before = std::vector<double>(minutes_a_day + 1, 0),
            .weighted = std::vector<double>(minutes_a_day + 1, 0),
            .within = std::vector<double>(minutes_a_day + 1, 0)};
    std::vector<double> repeats(minutes_a_day);
    for (std::size_t minute = 0; minute < minutes_a_day; ++minute) {
        const double share = slots.probabilities[minute / slots.minutes()] / slots.minutes();
        const double rest_of_day = 1 - (static_cast<double>(minute) / minutes_a_day);
        const double later = std::exp(-rest_of_day / lag_days);
        day.before[minute + 1] = day.before[minute] + share;
        day.weighted[minute + 1] = day.weighted[minute] + (share * later);
        repeats[minute] = share * (1 - later);
    }
    for (std::size_t minute = minutes_a_day; minute > 0; --minute) {
        day.within[minute - 1] = day.within[minute] + repeats[minute - 1];
    }
    return day;
}

const ExpectedRepeats::Day& ExpectedRepeats::day_at(std::size_t offence, std::uint32_t day) const {
    const std::size_t course = m_course_of[offence];
    const auto changed = m_changed_days.find(day);
    return changed == m_changed_days.end() ? m_days[(course * days_a_week) + m_weekdays[day]]
                                           : changed->second[course];
}

void ExpectedRepeats::set_month(Month month, std::vector<double> background) {
    m_background = std::move(background);
    m_minutes = static_cast<std::uint32_t>(days_in(month)) * minutes_a_day;
    set_days(month);
    m_shares.clear();
    for (const WeeklyRhythm& rhythm : m_rhythms.all()) {
        std::vector<double>& days =
            m_shares.emplace_back(static_cast<std::size_t>(days_in(month)), 0.0);
        const MonthSlots slots = month_slots(rhythm, month, m_rhythms.calendar());
        for (std::size_t i = 0; i < slots.probabilities.size(); ++i) {
            days[i / slots.a_day] += slots.probabilities[i];
        }
    }
}

void ExpectedRepeats::set_days(Month month) {
    const LocalCalendar& calendar = m_rhythms.calendar();
    m_weekdays.clear();
    m_changed_days.clear();
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(days_in(month)); ++i) {
        const std::chrono::sys_days day = first_day(month) + std::chrono::days(i);
        m_weekdays.push_back(calendar.weekday(day));
        if (!calendar.changes_clock(day, day)) {
            continue;
        }
        for (const Course& course : m_courses) {
            m_changed_days[i].push_back(
                day_of(day_slots(m_rhythms.all()[course.rhythm], day, calendar), course.lag_days));
        }
    }
}

ExpectedRepeats::Cell ExpectedRepeats::at(std::size_t cell, double loading,
                                          std::uint32_t minute) const {
    Cell now = m_cells[cell];
    if (m_background[cell] == 0 && now.of_earlier == 0 && now.of_today == 0 && now.level == 0) {
        now.minute = minute; // a zone without such crimes
        return now;
    }
    const std::size_t offence = cell % m_near_repeats.size();
    const double ratio = m_near_repeats[offence].ratio;
    const double next_day = m_courses[m_course_of[offence]].next_day;
    const std::vector<double>& shares = m_shares[m_rhythms.of(offence)];
    while (now.minute < minute) {
        const std::uint32_t date = now.minute / minutes_a_day;
        const std::uint32_t midnight = date * minutes_a_day;
        const Day& day = day_at(offence, date);
        const std::uint32_t from = now.minute - midnight;
        const std::uint32_t to = std::min(minute - midnight, minutes_a_day);
        if (from == 0) {
            const double anew =
                (m_background[cell] * shares[date]) + (ratio * (1 - next_day) * now.of_earlier);
            const double rest = 1 - (ratio * day.within[0] * loading);
            now.level = anew == 0 ? 0 : rest > 0 ? anew / rest : infinite;
        }
        if (std::isfinite(now.level)) {
            now.crimes += loading * now.level * (day.before[to] - day.before[from]);
            now.of_today += loading * now.level * (day.weighted[to] - day.weighted[from]);
        } else {
            now.crimes = now.of_today = infinite;
        }
        now.minute = midnight + to;
        if (to == minutes_a_day) {
            now.of_earlier = (next_day * now.of_earlier) + now.of_today;
            now.of_today = 0;
        }
    }
    return now;
}

void ExpectedRepeats::change(std::size_t cell, double before, double after, std::uint32_t minute) {
    Cell now = at(cell, before, minute);
    const std::uint32_t of_day = minute % minutes_a_day;
    if (of_day != 0 && now.level > 0) {
        const std::size_t offence = cell % m_near_repeats.size();
        const Day& day = day_at(offence, minute / minutes_a_day);
        const double ratio = m_near_repeats[offence].ratio;
        const double rest = 1 - (ratio * day.within[of_day] * after);
        now.level =
            rest > 0 ? now.level * (1 - (ratio * day.within[of_day] * before)) / rest : infinite;
    }
    m_cells[cell] = now;
}

double ExpectedRepeats::so_far(const std::vector<double>& loading, std::uint32_t minute) const {
    double sum = m_total;
    for (std::size_t cell = 0; cell < m_cells.size(); ++cell) {
        sum += at(cell, loading[cell], minute).crimes;
    }
    return sum;
}

void ExpectedRepeats::finish_month(const std::vector<double>& loading) {
    tbb::parallel_for(std::size_t{0}, m_cells.size(), [&](std::size_t cell) {
        m_cells[cell] = at(cell, loading[cell], m_minutes);
        m_cells[cell].minute = 0;
    });
    for (Cell& cell : m_cells) { // one by one, so that the sum does not depend on threads
        m_total += std::exchange(cell.crimes, 0);
    }
}

void ExpectedRepeats::put(StateWriter& out) const {
    out.put(m_total);
    for (const Cell& cell : m_cells) {
        out.put(cell.minute);
        for (const double number : {cell.crimes, cell.of_earlier, cell.of_today, cell.level}) {
            out.put(number);
        }
    }
}

void ExpectedRepeats::get(StateReader& in) {
    m_total = in.get<double>();
    for (Cell& cell : m_cells) {
        cell.minute = in.get<std::uint32_t>();
        if (cell.minute >= m_minutes) {
            StateReader::fail();
        }
        for (double* number : {&cell.crimes, &cell.of_earlier, &cell.of_today, &cell.level}) {
            *number = in.get<double>();
        }
    }
}

namespace {

std::vector<double> background_of(const Model& model, const std::vector<NearRepeat>& near_repeats,
                                  Month month) {
    const std::size_t offences = model.offences.size();
    std::vector<double> means(model.zones.size() * offences);
    for (std::size_t cell = 0; cell < means.size(); ++cell) {
        const Offence& offence = model.offences[cell % offences];
        means[cell] = (1 - near_repeats[cell % offences].ratio) * offence.share *
                      expected_count(model, cell / offences, offence.crime_type, month);
    }
    return means;
}

} // namespace

double expected_total(const Model& model, const NearRepeatChoice& near_repeat,
                      const Loading& loading, Month first, Month last) {
    expected_total(model, loading, first, last); // a model or loading that cannot be simulated
    const OffenceRhythms rhythms(model);
    const std::size_t offences = model.offences.size();
    std::vector<NearRepeat> near_repeats;
    near_repeats.reserve(offences);
    for (const Offence& offence : model.offences) {
        near_repeats.push_back(near_repeat_of(model, offence.crime_type, near_repeat));
    }
    ExpectedRepeats expected(rhythms, near_repeats, model.zones.size() * offences);
    std::vector<double> factors;
    const auto pass = [&](Month month) {
        factors = loading_factors(model, loading, month);
        expected.set_month(month, background_of(model, near_repeats, month));
        expected.finish_month(factors);
        return expected.so_far(factors, 0);
    };
    double before = 0;
    for (int i = months_of_history(near_repeats); i > 0; --i) {
        before = pass(first - std::chrono::months(i));
    }
    double until = before;
    for (Month month = first; month <= last; month += std::chrono::months(1)) {
        const double now = pass(month);
        if (!(now - until <= most_expected_a_month)) {
            throw std::invalid_argument(
                "with near repeats each crime is followed by ever more: above " +
                number_text(most_expected_a_month) + " in a month; lower the loading");
        }
        until = now;
    }
    return until - before;
}

} // namespace crims
