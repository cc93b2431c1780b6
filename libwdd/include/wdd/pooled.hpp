// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "wdd/period.hpp"
#include "wdd/several.hpp"
#include "wdd/statistic.hpp"
#include "wdd/zones.hpp"

namespace wdd {

/// How one of several evaluations counts an incident.
struct PooledEvaluation {
    std::vector<Period> pre; ///< the days that were compared, in periods that do not overlap
    std::vector<Period> post;
    Weights weights;
    OverlapRule rule = OverlapRule::clip;
};

/// All four zones; the two areas; their rings.
inline constexpr ZoneSet every_zone = zone_set_count - 1;
inline constexpr ZoneSet both_areas = zone_bit(Zone::treated) | zone_bit(Zone::control);
inline constexpr ZoneSet both_rings = every_zone & ~both_areas;

/// Incidents that lie in the same zones of each evaluation.
struct PooledIncidents {
    struct Day {
        std::chrono::sys_days day;
        std::int64_t incidents = 0;
    };

    std::vector<std::pair<std::size_t, ZoneSet>> zones; ///< the evaluation's number, its zones
    std::vector<Day> days;
    double weight = 1; ///< of each of them, such as the harm of their crime type; finite, >= 0
};

/// What one incident adds to the Weighted Displacement Difference of an evaluation, in incidents
/// over its treatment period: -1, 0 or +1 where no weight is other than 1 (more than one zone
/// counts it only under OverlapRule::count).
/// `parts` are the zones that the estimate is made of.
double coefficient(const PooledEvaluation& evaluation, ZoneSet zones, std::chrono::sys_days day,
                   ZoneSet parts = every_zone);

/// The variance of the sum of several Weighted Displacement Differences. An incident may enter
/// several of them: that of a control area that they share, or of overlapping rings, with one sign
/// or, where one evaluation's treatment period is in another's pre-treatment period, with both.
/// With Poisson counts the variance of the sum is the sum, over incidents, of the square of what an
/// incident adds to it in all: of its net coefficient. Where no incident enters twice this is the
/// sum of the variances. Throws std::out_of_range for an evaluation that there is not, and
/// std::invalid_argument for an impossible weight.
double pooled_variance(std::span<const PooledEvaluation> evaluations,
                       std::span<const PooledIncidents> incidents, ZoneSet parts = every_zone);

/// By pairs of evaluations, row by row: incidents that the treatment periods of both count in those
/// zones, each as often as both do. On the diagonal what one of them counts. Throws
/// std::out_of_range for an evaluation that there is not.
std::vector<double> shared_incidents(std::span<const PooledEvaluation> evaluations,
                                     std::span<const PooledIncidents> incidents, ZoneSet parts);

/// Incidents that at least one evaluation counts, each once. Throws std::out_of_range for an
/// evaluation that there is not.
std::int64_t different_incidents(std::span<const PooledEvaluation> evaluations,
                                 std::span<const PooledIncidents> incidents);

/// The test of a sum whose variance is known. Throws std::invalid_argument as `combine` does, and
/// std::domain_error where a number is not finite.
Combined test_of_sum(double estimate, double variance, double confidence = 0.95);

} // namespace wdd
