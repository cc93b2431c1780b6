// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "crims/month.hpp"
#include "crims/rhythm.hpp"
#include "crims/simulator.hpp"
#include "simulation/state_bytes.hpp"
#include "simulation/time_sampler.hpp"

namespace crims {

/// How many crimes are expected where crimes are followed by others and loadings change: background
/// and what follows expected crimes, times the loading of the time they fall in.
///
/// In a day the time of a repeat does not depend on that of its parent, so a day needs four numbers
/// a cell. Let g be the share of a day's crimes in a minute, q the probability that a crime of that
/// minute has a given repeat on the same day, Q the sum of g q from a minute on, B the crimes that
/// are background or follow those of earlier days. A repeat before its parent, on the parent's
/// day, counts with the loading of its own time for both, as Stepper decides. Then the rate at a
/// minute is loading x g x X, and X is constant while the loading is: at first B / (1 - ratio Q
/// loading), and where the loading changes at a minute, times (1 - ratio Q before) / (1 - ratio Q
/// after).
class ExpectedRepeats {
  public:
    /// Keeps references to the rhythms and to the near repeats of each offence.
    ExpectedRepeats(const OffenceRhythms& rhythms, const std::vector<NearRepeat>& near_repeats,
                    std::size_t cells);

    /// Months must follow each other; `background` is what is expected of each cell (zone *
    /// offences + offence) under loading 1, without what follows.
    void set_month(Month month, std::vector<double> background);

    /// The loading of a cell changes at a minute.
    void change(std::size_t cell, double before, double after, std::uint32_t minute);

    /// Expected from the first month on to a minute of this one; infinite where each crime is
    /// followed by more than one on the same day.
    double so_far(const std::vector<double>& loading, std::uint32_t minute) const;

    void finish_month(const std::vector<double>& loading);

    void put(StateWriter& out) const;
    void get(StateReader& in);

  private:
    /// What has come of a cell up to a minute of the month.
    struct Cell {
        std::uint32_t minute = 0;
        double crimes = 0;     ///< of this month
        double of_earlier = 0; ///< crimes of earlier days, by how many repeats are to come
        double of_today = 0;
        double level = 0; ///< X
    };

    /// A day of the week under one rhythm; at the begin of each minute and at the end.
    struct Day {
        std::vector<double> before;   ///< share of the day's crimes
        std::vector<double> weighted; ///< the same, by how many repeats come after the day
        std::vector<double> within;   ///< Q
    };

    /// A rhythm and the lag of those who follow.
    struct Course {
        std::size_t rhythm = 0;
        double lag_days = 0;
        double next_day = 0; ///< share of a day's repeats to come that still are so a day later

        bool operator==(const Course&) const = default;
    };

    static Day day_of(const MonthSlots& slots, double lag_days);
    void set_courses();
    void set_days(Month month);
    const Day& day_at(std::size_t offence, std::uint32_t day) const;
    Cell at(std::size_t cell, double loading, std::uint32_t minute) const;

    const OffenceRhythms& m_rhythms;
    const std::vector<NearRepeat>& m_near_repeats;
    std::vector<Course> m_courses;        ///< those that differ
    std::vector<std::size_t> m_course_of; ///< of the offences
    std::vector<Day> m_days;              ///< course x weekday
    std::vector<std::vector<double>>
        m_shares; ///< rhythm, day of the month: share of its background
    std::vector<double> m_background;
    std::vector<Cell> m_cells;
    std::vector<std::size_t> m_weekdays;                      ///< of the month's days
    std::map<std::uint32_t, std::vector<Day>> m_changed_days; ///< clocks change: one per course
    std::uint32_t m_minutes = 0;                              ///< of the month
    double m_total = 0;
};

} // namespace crims
