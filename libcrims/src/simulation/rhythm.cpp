// SPDX-License-Identifier: MIT
#include "crims/rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace crims {

namespace {

std::size_t weekday_from_monday(std::chrono::sys_days day) noexcept {
    return std::chrono::weekday(day).iso_encoding() - 1;
}

template<std::size_t size>
std::array<double, size> scaled_to_mean_one(const std::array<double, size>& weights,
                                            const std::string& part) {
    for (std::size_t i = 0; i < size; ++i) {
        if (!std::isfinite(weights[i]) || weights[i] < 0) {
            throw std::invalid_argument("the weight of " + part + " " + std::to_string(i) + " is " +
                                        std::to_string(weights[i]) + "; weights are 0 or above");
        }
    }
    std::array<double, size> rhythm = weights;
    double sum = std::accumulate(rhythm.begin(), rhythm.end(), 0.0);
    if (!(sum > 0)) {
        throw std::invalid_argument("all " + std::to_string(size) + " weights of the week are 0");
    }
    constexpr auto parts = static_cast<double>(size);
    if (!std::isfinite(sum) ||
        !std::isfinite(parts / sum)) { // near the ends of what a double holds
        const double largest = *std::max_element(rhythm.begin(), rhythm.end());
        for (double& weight : rhythm) {
            weight /= largest;
        }
        sum = std::accumulate(rhythm.begin(), rhythm.end(), 0.0);
    }
    for (double& weight : rhythm) {
        weight *= parts / sum;
    }
    return rhythm;
}

/// The first on a day or after it.
std::vector<ClockChange>::const_iterator first_change(const std::vector<ClockChange>& changes,
                                                      std::chrono::sys_days day) {
    return std::partition_point(changes.begin(), changes.end(),
                                [day](const ClockChange& change) { return change.day < day; });
}

/// The weights of a day's parts.
void add_day(const WeeklyRhythm& rhythm, std::chrono::sys_days day, const LocalCalendar& calendar,
             MonthSlots& slots) {
    const std::size_t first = hours_a_day * calendar.weekday(day);
    if (slots.a_day == periods_a_day) {
        for (std::size_t hour = 0; hour < hours_a_day; hour += hours_a_period) {
            slots.probabilities.push_back(rhythm[first + hour]);
        }
        return;
    }
    for (std::size_t hour = 0; hour < hours_a_day; ++hour) {
        slots.probabilities.push_back(rhythm[first + hour] * calendar.times(day, hour));
    }
}

void divide_by_sum(std::vector<double>& probabilities) {
    const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    for (double& probability : probabilities) {
        probability /= sum;
    }
}

/// Hours that all weigh alike are drawn as one part.
std::uint32_t slots_a_day(const WeeklyRhythm& rhythm, bool clock_changes) {
    return static_cast<std::uint32_t>(has_periods_alone(rhythm) && !clock_changes ? periods_a_day
                                                                                  : hours_a_day);
}

} // namespace

WeeklyRhythm flat_rhythm() noexcept {
    WeeklyRhythm rhythm;
    rhythm.fill(1);
    return rhythm;
}

WeeklyRhythm rhythm_of_periods(const PeriodWeights& weights) noexcept {
    WeeklyRhythm rhythm;
    for (std::size_t hour = 0; hour < hours_a_week; ++hour) {
        rhythm[hour] = weights[hour / hours_a_period];
    }
    return rhythm;
}

bool has_periods_alone(const WeeklyRhythm& rhythm) noexcept {
    for (std::size_t hour = 0; hour < hours_a_week; ++hour) {
        if (rhythm[hour] != rhythm[hour - (hour % hours_a_period)]) {
            return false;
        }
    }
    return true;
}

WeeklyRhythm normalised(const WeeklyRhythm& weights) {
    return scaled_to_mean_one(weights, "hour");
}

PeriodWeights normalised(const PeriodWeights& weights) {
    return scaled_to_mean_one(weights, "period");
}

std::size_t hour_of_week(std::chrono::sys_days day, std::chrono::minutes time_of_day) noexcept {
    return (hours_a_day * weekday_from_monday(day)) +
           static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(time_of_day).count());
}

std::size_t period_of(std::chrono::sys_days day, std::chrono::minutes time_of_day) noexcept {
    return hour_of_week(day, time_of_day) / hours_a_period;
}

std::size_t LocalCalendar::weekday(std::chrono::sys_days day) const {
    constexpr std::size_t sunday = days_a_week - 1;
    return std::binary_search(holidays.begin(), holidays.end(), day) ? sunday
                                                                     : weekday_from_monday(day);
}

double LocalCalendar::times(std::chrono::sys_days day, std::size_t hour) const {
    for (auto change = first_change(clock_changes, day);
         change != clock_changes.end() && change->day == day; ++change) {
        if (change->hour == hour) {
            return change->times;
        }
    }
    return 1;
}

bool LocalCalendar::changes_clock(std::chrono::sys_days first, std::chrono::sys_days last) const {
    const auto change = first_change(clock_changes, first);
    return change != clock_changes.end() && change->day <= last;
}

MonthSlots month_slots(const WeeklyRhythm& rhythm, Month month, const LocalCalendar& calendar) {
    const std::chrono::sys_days last =
        first_day(month + std::chrono::months(1)) - std::chrono::days(1);
    MonthSlots slots{.probabilities = {},
                     .a_day = slots_a_day(rhythm, calendar.changes_clock(first_day(month), last))};
    const auto days = static_cast<std::size_t>(days_in(month));
    slots.probabilities.reserve(slots.a_day * days);
    for (std::size_t day = 0; day < days; ++day) {
        add_day(rhythm, first_day(month) + std::chrono::days(static_cast<int>(day)), calendar,
                slots);
    }
    divide_by_sum(slots.probabilities);
    return slots;
}

MonthSlots day_slots(const WeeklyRhythm& rhythm, std::chrono::sys_days day,
                     const LocalCalendar& calendar) {
    MonthSlots slots{.probabilities = {},
                     .a_day = slots_a_day(rhythm, calendar.changes_clock(day, day))};
    add_day(rhythm, day, calendar, slots);
    if (std::all_of(slots.probabilities.begin(), slots.probabilities.end(),
                    [](double weight) { return weight == 0; })) {
        slots.probabilities.clear();
        add_day(flat_rhythm(), day, calendar, slots);
    }
    divide_by_sum(slots.probabilities);
    return slots;
}

} // namespace crims
