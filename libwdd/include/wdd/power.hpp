// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "wdd/statistic.hpp"

namespace wdd {

/// A planned evaluation by forecast (`forecast.hpp`), before it is known what happens: how many
/// incidents are expected if nothing is done, and how far the truth is from such forecasts.
struct ForecastPlan {
    double expected = 0; ///< mu0: in the treatment period, finite and > 0
    double variance = 0; ///< w: of the logarithm of the truth beyond chance, as in `Forecast`, >= 0
    double alpha = 0.05; ///< one-tailed, between 0 and 1
};

/// The largest count whose mid-p against the plan is alpha or less: what must be recorded for the
/// verdict to be a reduction. None if even 0 is no evidence.
std::optional<double> critical_count(const ForecastPlan& plan);

/// The probability that a true reduction of this share (0 to 1) gives a p of alpha or less:
/// P(N <= critical count), N negative binomial with mean mu (1 - reduction) and variance
/// mean + w mean^2. With a reduction of 0 it is the size, which is below alpha where counts are
/// small. Exact, no simulation.
/// Throws std::invalid_argument for a number outside its range.
double forecast_power(const ForecastPlan& plan, double reduction);

/// The smallest reduction that is seen with this power; none if even a reduction of everything is
/// not. Within 1e-6.
std::optional<double> detectable_reduction(const ForecastPlan& plan, double power = 0.8);

/// The smallest reduction of the response area's count after that the plain test sees with this
/// power, where counts vary by chance alone: the share r of T1 with
///     r T1 = (z[1 - alpha] + z[power]) sqrt(sum of the eight counts - r T1),
/// counts as they are expected without an effect. None if even all of T1 is too little.
/// Throws as `weighted_displacement_difference` does, and for a power or alpha outside (0, 1).
std::optional<double> plain_detectable_reduction(const Counts& expected, double power = 0.8,
                                                 double alpha = 0.05);

/// The ratio of recorded to expected at the two ends of the interval, when as many are recorded
/// as expected; by Student's t with these degrees of freedom.
struct PlannedInterval {
    double low = 1;
    double high = 1;
};

PlannedInterval planned_interval(const ForecastPlan& plan, double degrees_of_freedom,
                                 double confidence = 0.95);

} // namespace wdd
