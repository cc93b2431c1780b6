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

} // namespace

WeeklyRhythm flat_rhythm() noexcept {
    WeeklyRhythm rhythm;
    rhythm.fill(1);
    return rhythm;
}

WeeklyRhythm normalised(const WeeklyRhythm& weights) {
    for (std::size_t period = 0; period < periods_a_week; ++period) {
        if (!std::isfinite(weights[period]) || weights[period] < 0) {
            throw std::invalid_argument("the weight of period " + std::to_string(period) + " is " +
                                        std::to_string(weights[period]) +
                                        "; weights are 0 or above");
        }
    }
    WeeklyRhythm rhythm = weights;
    double sum = std::accumulate(rhythm.begin(), rhythm.end(), 0.0);
    if (!(sum > 0)) {
        throw std::invalid_argument("all 21 weights of the week are 0");
    }
    constexpr auto periods = static_cast<double>(periods_a_week);
    if (!std::isfinite(sum) ||
        !std::isfinite(periods / sum)) { // near the ends of what a double holds
        const double largest = *std::max_element(rhythm.begin(), rhythm.end());
        for (double& weight : rhythm) {
            weight /= largest;
        }
        sum = std::accumulate(rhythm.begin(), rhythm.end(), 0.0);
    }
    for (double& weight : rhythm) {
        weight *= periods / sum;
    }
    return rhythm;
}

std::size_t period_of(std::chrono::sys_days day, std::chrono::minutes time_of_day) noexcept {
    constexpr std::chrono::hours period_length(24 / periods_a_day);
    return (periods_a_day * weekday_from_monday(day)) +
           static_cast<std::size_t>(time_of_day / period_length);
}

std::vector<double> period_probabilities(const WeeklyRhythm& rhythm, Month month) {
    const std::size_t count = periods_a_day * static_cast<std::size_t>(days_in(month));
    const std::size_t first = periods_a_day * weekday_from_monday(first_day(month));
    std::vector<double> probabilities(count);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        probabilities[i] = rhythm[(first + i) % periods_a_week];
        sum += probabilities[i];
    }
    for (double& probability : probabilities) {
        probability /= sum;
    }
    return probabilities;
}

} // namespace crims
