// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/document.hpp"
#include "wdd/forecast.hpp"

namespace wdd {

/// A p up to which a difference is told as one.
inline constexpr double significant_p = 0.05;

/// "32 % fewer", "5 % more"; `none` for less than half a per cent.
std::string percent_change(double ratio, const char* none = "no change");

/// "120 incidents were recorded and about 180 were expected: 33 % fewer (95 % interval: ...)."
std::string recorded_and_expected(const Forecast& forecast);

/// Whether there is evidence of a reduction. `where` is "in the response area".
std::string evidence_sentence(const Forecast& area, const std::string& where);

/// Whether incidents may have moved, and the effect net of that, in one sentence; empty for an area
/// without a forecast around it.
std::string surroundings_sentence(const ForecastVerdict& verdict);

/// What was recorded and expected in the area, around it and together, a row for each.
Table forecast_table(const ForecastVerdict& verdict);

/// Where the forecast and the plain test disagree; else empty. `plain_p` is of the plain test,
/// about the same areas and rings.
std::string which_to_trust(const Forecast& forecast, double plain_p);

/// What a test says of the surroundings of the response area.
enum class Surroundings { rose, fell, chance };

/// Where the forecast says something else of the surroundings than the plain test; else empty.
std::string which_to_trust_around(const Forecast& around, Surroundings plain);

} // namespace wdd
