// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

#include "wdd/evaluation.hpp"

namespace wdd {

/// By how much each placebo lies before the one after it. `period`: by the length of the treatment
/// period, so that no two placebo treatment periods share a day.
enum class PlaceboStep { day, week, month, year, period };

/// How a study's periods are moved into the past.
struct PlaceboDates {
    PlaceboStep step = PlaceboStep::week;
    bool whole_months = false;            ///< periods stay made of whole months (month-only dates)
    std::chrono::sys_days first_day = {}; ///< no period starts before it: the first day of the data
    std::size_t at_most = 0;              ///< the latest so many; 0: all there are
};

/// The study's two periods at earlier dates, the latest first: a whole number of steps earlier,
/// nothing before `first_day`, and the placebo treatment ends before the real one starts. By days
/// both periods keep their number of days and the days between them; by whole months, their months.
/// A month or year back is counted by calendar from the first day of the treatment (`months_back`).
/// Throws std::invalid_argument for whole months with a step of days or weeks, or with periods that
/// are not whole months. Linear in the number of placebos.
std::vector<StudyPeriods> placebo_periods(const StudyPeriods& real, const PlaceboDates& dates);

/// Those of the placebos (by index, the latest first as `placebo_periods` gives them) whose periods
/// share no day with each other's or with the real study's: each that can be, in their order.
/// Studies that share days say partly the same, so only these are that many comparisons.
std::vector<std::size_t> disjoint_periods(const StudyPeriods& real,
                                          std::span<const StudyPeriods> placebos);

} // namespace wdd
