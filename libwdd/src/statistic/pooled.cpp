// SPDX-License-Identifier: MIT
#include "wdd/pooled.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "statistic/normal_test.hpp"
#include "statistic/number_check.hpp"

namespace wdd {

namespace {

/// What an incident of the treatment period adds, from all zones that count it.
double of_zones(const PooledEvaluation& evaluation, ZoneSet zones, ZoneSet among) {
    const AreaWeights& area = evaluation.weights.area;
    const std::array parts{1 / area.treated, -1 / area.control, 1 / area.treated_displacement,
                           -1 / area.control_displacement};
    const ZoneSet counted = counted_zones(zones, evaluation.rule) & among;
    double sum = 0;
    for (const Zone zone : all_zones) {
        sum += holds(counted, zone) ? parts.at(static_cast<std::size_t>(zone)) : 0;
    }
    return sum;
}

/// Before an incident counts the other way, and as many times as the treatment period is longer.
double of_day(const PooledEvaluation& evaluation, std::chrono::sys_days day) {
    if (in_any(evaluation.post, day)) {
        return 1;
    }
    const TimeWeights& time = evaluation.weights.time;
    return in_any(evaluation.pre, day) ? -time.post / time.pre : 0;
}

const PooledEvaluation& evaluation_of(std::span<const PooledEvaluation> evaluations,
                                      std::size_t number) {
    if (number >= evaluations.size()) {
        throw std::out_of_range("incidents of an evaluation that there is not");
    }
    return evaluations[number];
}

} // namespace

double coefficient(const PooledEvaluation& evaluation, ZoneSet zones, std::chrono::sys_days day,
                   ZoneSet parts) {
    const double sum = of_zones(evaluation, zones, parts);
    return sum == 0 ? 0 : sum * of_day(evaluation, day);
}

double pooled_variance(std::span<const PooledEvaluation> evaluations,
                       std::span<const PooledIncidents> incidents, ZoneSet parts) {
    double variance = 0;
    for (const PooledIncidents& group : incidents) {
        require_not_negative("weight", group.weight);
        std::vector<std::pair<const PooledEvaluation*, double>> counting;
        counting.reserve(group.zones.size());
        for (const auto& [number, zones] : group.zones) {
            const PooledEvaluation& evaluation = evaluation_of(evaluations, number);
            counting.emplace_back(&evaluation, of_zones(evaluation, zones, parts));
        }
        for (const auto& [day, count] : group.days) {
            double net = 0;
            for (const auto& [evaluation, in_zones] : counting) {
                net += in_zones * of_day(*evaluation, day);
            }
            net *= group.weight;
            variance += static_cast<double>(count) * net * net;
        }
    }
    return variance;
}

std::vector<double> shared_incidents(std::span<const PooledEvaluation> evaluations,
                                     std::span<const PooledIncidents> incidents, ZoneSet parts) {
    const std::size_t size = evaluations.size();
    std::vector<double> shared(size * size);
    std::vector<std::pair<std::size_t, double>> counting;
    for (const PooledIncidents& group : incidents) {
        for (const auto& [day, count] : group.days) {
            counting.clear();
            for (const auto& [number, zones] : group.zones) {
                const PooledEvaluation& evaluation = evaluation_of(evaluations, number);
                const ZoneSet counted = counted_zones(zones, evaluation.rule) & parts;
                if (counted != 0 && in_any(evaluation.post, day)) {
                    counting.emplace_back(number, std::popcount(counted));
                }
            }
            for (const auto& [one, times] : counting) {
                for (const auto& [other, other_times] : counting) {
                    shared[one * size + other] += static_cast<double>(count) * times * other_times;
                }
            }
        }
    }
    return shared;
}

std::int64_t different_incidents(std::span<const PooledEvaluation> evaluations,
                                 std::span<const PooledIncidents> incidents) {
    std::int64_t all = 0;
    for (const PooledIncidents& group : incidents) {
        std::vector<const PooledEvaluation*> counting;
        for (const auto& [number, zones] : group.zones) {
            const PooledEvaluation& evaluation = evaluation_of(evaluations, number);
            if (counted_zones(zones, evaluation.rule) != 0) {
                counting.push_back(&evaluation);
            }
        }
        for (const auto& [day, count] : group.days) {
            const bool is_counted =
                std::ranges::any_of(counting, [day = day](const PooledEvaluation* evaluation) {
                    return in_any(evaluation->pre, day) || in_any(evaluation->post, day);
                });
            all += is_counted ? count : 0;
        }
    }
    return all;
}

Combined test_of_sum(double estimate, double variance, double confidence) {
    require_chance("confidence", confidence, "0.95");
    if (!std::isfinite(estimate) || !std::isfinite(variance)) {
        throw std::domain_error("the weights are too large to add up the estimates");
    }
    Combined result;
    result.total = {.estimate = estimate, .standard_error = std::sqrt(variance)};
    if (variance == 0) {
        return result;
    }
    const NormalTest test = normal_test(result.total, confidence);
    result.z = test.z;
    result.p_one_tailed = test.p_one_tailed;
    result.ci_low = test.ci_low;
    result.ci_high = test.ci_high;
    result.evidence = evidence_for(test.z);
    return result;
}

} // namespace wdd
