// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/forecast.hpp"
#include "wdd/period.hpp"

namespace wdd {

/// A forecast for an area that is to be added to others, with what it was made from.
struct ForecastToAdd {
    FittedForecast fitted;
    AreaCounts response;
    std::vector<AreaCounts> comparison_areas;
    std::vector<Box> places;       ///< of the comparison areas, in their order
    Box place;                     ///< of the response area
    std::vector<Period> post_days; ///< the days of the treatment period that were compared
};

/// By pairs of evaluations, row by row: incidents that the treatment periods of both count. On the
/// diagonal all that one of them counts.
using SharedIncidents = std::vector<double>;

/// The forecast of a sum. Expected and recorded counts are the sums of the parts'. The variance is
/// that of a sum of dependent parts, derived from what they share:
///  - incidents that several evaluations count (overlapping areas, overlapping treatment periods)
///    vary together; the share of their counts that two of them have in common is the correlation
///    of their chance and of their variation beyond it;
///  - neighbours vary together beyond chance as far as their boxes share ground;
///  - comparison areas that several forecasts have in common give them the same error. What a
///    comparison area adds to a forecast's error is known from its regression; two forecasts'
///    errors agree as far as their comparison areas share ground and their periods share days.
/// With one part this is its own forecast. Tails are those of a negative binomial distribution with
/// this mean and variance; the interval takes the fewest degrees of freedom of any part.
/// There is none for rings: on real data where nothing was done it kept no promise.
/// Throws std::invalid_argument for no part, or where numbers of areas do not agree.
Forecast forecast_of_sum(std::span<const ForecastToAdd> parts, const SharedIncidents& shared,
                         double confidence = 0.95);

} // namespace wdd
