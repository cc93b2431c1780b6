// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

#include "crims/month.hpp"

namespace crims {

inline constexpr std::size_t periods_a_day = 3;
inline constexpr std::size_t periods_a_week = 21;

/// How crime is spread over the week: a weight for each of 21 eight-hour periods, with mean 1.
/// Period 3 * weekday + slot, Monday 0, slot 0 the night (00:00 to 08:00), 1 the day, 2 the
/// evening: Monday night first, as in CriMS.
using WeeklyRhythm = std::array<double, periods_a_week>;

/// Weight 1 in every period.
WeeklyRhythm flat_rhythm() noexcept;

/// Weights scaled to mean 1. Throws std::invalid_argument if one is negative or not finite, or if
/// all are 0.
WeeklyRhythm normalised(const WeeklyRhythm& weights);

/// The period of an instant in local time.
std::size_t period_of(std::chrono::sys_days day, std::chrono::minutes time_of_day) noexcept;

/// The probability of each eight-hour period of a month, 3 a day: the week's weights laid from the
/// month's first weekday on. They sum to one, so that the month's expected count stays what it is.
std::vector<double> period_probabilities(const WeeklyRhythm& rhythm, Month month);

} // namespace crims
