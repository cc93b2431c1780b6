// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "crims/calibration.hpp"

namespace crims {

namespace {

using Week = std::array<double, hours_a_week>;
using Day = std::array<double, hours_a_day>;

/// Standard deviations of the kernel, in hours; 0: none.
constexpr std::array bandwidths{0.0, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0};

/// Incidents that the week without interaction weighs for.
constexpr std::array prior_weights{0.0, 10.0, 30.0, 100.0, 300.0, 1e3, 3e3, 1e4, 3e4, 1e5};

/// Weights of a Gaussian by the distance in hours on a circle, which sum to one.
template<std::size_t size>
std::array<double, size> kernel(double bandwidth) {
    std::array<double, size> weights{};
    weights[0] = 1;
    for (std::size_t i = 1; i < size && bandwidth > 0; ++i) {
        const auto distance = static_cast<double>(std::min(i, size - i));
        weights[i] = std::exp(-0.5 * (distance / bandwidth) * (distance / bandwidth));
    }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) {
        weight /= sum;
    }
    return weights;
}

template<std::size_t size>
std::array<double, size> smoothed(const std::array<double, size>& counts,
                                  const std::array<double, size>& weights) {
    std::array<double, size> sums{};
    for (std::size_t to = 0; to < size; ++to) {
        for (std::size_t from = 0; from < size; ++from) {
            sums[to] += counts[from] * weights[(size + to - from) % size];
        }
    }
    return sums;
}

/// Logarithm of the probability of each incident given all others, summed. `prior` has sum 1 and
/// counts as `prior_weight` incidents.
template<std::size_t size>
double left_out_likelihood(const std::array<double, size>& counts,
                           const std::array<double, size>& smooth, double own,
                           const std::array<double, size>& prior, double prior_weight) {
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0) - 1 + prior_weight;
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) {
        if (counts[i] > 0) {
            const double others = smooth[i] - own + (prior_weight * prior[i]);
            sum += counts[i] *
                   (others > 0 ? std::log(others / all) : -std::numeric_limits<double>::infinity());
        }
    }
    return sum;
}

/// A day's profile with the bandwidth under which each incident is most likely given the others.
Day smooth_day(const Day& counts, const Day& prior, double prior_weight) {
    Day best{};
    double highest = -std::numeric_limits<double>::infinity();
    for (const double bandwidth : bandwidths) {
        const Day weights = kernel<hours_a_day>(bandwidth);
        const Day smooth = smoothed(counts, weights);
        const double likelihood =
            left_out_likelihood(counts, smooth, weights[0], prior, prior_weight);
        if (likelihood > highest || bandwidth == bandwidths.front()) {
            highest = likelihood;
            best = smooth;
        }
    }
    const double all = std::accumulate(counts.begin(), counts.end(), prior_weight);
    for (std::size_t hour = 0; hour < hours_a_day; ++hour) {
        best[hour] = (best[hour] + (prior_weight * prior[hour])) / all;
    }
    return best;
}

struct Margins {
    std::array<double, days_a_week> days{};
    Day hours{};
};

Margins margins(const Week& week) {
    Margins sums;
    for (std::size_t hour = 0; hour < hours_a_week; ++hour) {
        sums.days.at(hour / hours_a_day) += week[hour];
        sums.hours.at(hour % hours_a_day) += week[hour];
    }
    return sums;
}

/// The week whose days share one profile of hours: what thin data can tell. Sum 1.
Week week_without_interaction(const Week& counts, const Week& broader, double prior_weight) {
    Margins own = margins(counts);
    const Margins prior = margins(broader);
    const Day hours = smooth_day(own.hours, prior.hours, prior_weight);
    double all = 0;
    for (std::size_t day = 0; day < days_a_week; ++day) {
        own.days.at(day) += prior_weight * prior.days.at(day);
        all += own.days.at(day);
    }
    Week week{};
    for (std::size_t hour = 0; hour < hours_a_week; ++hour) {
        week[hour] = own.days.at(hour / hours_a_day) / all * hours.at(hour % hours_a_day);
    }
    return week;
}

Week shares_of(const WeeklyRhythm& rhythm) {
    Week shares = rhythm;
    for (double& share : shares) {
        share /= hours_a_week;
    }
    return shares;
}

} // namespace

WeeklyRhythm rhythm_of_counts(std::span<const std::uint64_t, hours_a_week> counts,
                              const WeeklyRhythm& prior, double prior_weight) {
    if (!std::isfinite(prior_weight) || prior_weight < 0) {
        throw std::invalid_argument("the prior weight of a rhythm is " +
                                    std::to_string(prior_weight) + "; it must be 0 or above");
    }
    const Week broader = shares_of(normalised(prior));
    Week own{};
    std::transform(counts.begin(), counts.end(), own.begin(),
                   [](std::uint64_t count) { return static_cast<double>(count); });
    const double all = std::accumulate(own.begin(), own.end(), 0.0);
    if (all == 0) {
        return prior_weight > 0 ? normalised(broader) : flat_rhythm();
    }
    const Week common = week_without_interaction(own, broader, prior_weight);
    Week best = common;
    double highest = -std::numeric_limits<double>::infinity();
    for (const double bandwidth : bandwidths) {
        const Week weights = kernel<hours_a_week>(bandwidth);
        const Week smooth = smoothed(own, weights);
        for (const double weight : prior_weights) {
            const double likelihood = left_out_likelihood(own, smooth, weights[0], common, weight);
            if (likelihood > highest) {
                highest = likelihood;
                for (std::size_t hour = 0; hour < hours_a_week; ++hour) {
                    best[hour] = smooth[hour] + (weight * common[hour]);
                }
            }
        }
    }
    return normalised(best);
}

} // namespace crims
