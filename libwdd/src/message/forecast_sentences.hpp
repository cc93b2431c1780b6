// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wdd/forecast.hpp"

namespace wdd {

/// A p up to which a difference is told as one.
inline constexpr double significant_p = 0.05;

/// "120 incidents were recorded and about 180 were expected: 33 % fewer (95 % interval: ...)."
std::string recorded_and_expected(const Forecast& forecast);

/// Whether there is evidence of a reduction. `where` is "in the response area".
std::string evidence_sentence(const Forecast& area, const std::string& where);

/// What happened around it, and whether incidents may have moved. `around` is "Around the response
/// area".
std::string surroundings_sentences(const Forecast& forecast, const std::string& around);

/// The effect net of what moved. `both` is "Area and surroundings together".
std::string net_sentences(const Forecast& area, const Forecast& together, const std::string& both);

/// Where the forecast and the plain test disagree; else empty. `plain_p` is of the plain test,
/// about the same areas and rings.
std::string which_to_trust(const Forecast& forecast, double plain_p);

} // namespace wdd
