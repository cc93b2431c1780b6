// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "calibration/zone_moments.hpp"

namespace crims {

struct LevelExponent {
    double value = 0;
    double error = 0; ///< standard error; infinite: the zones do not tell
};

/// By which power of its level a type's relative variances fall: the power with the least deviance
/// of the zones' chi-squares around what the solution for that power expects. Months, half-years
/// and years weigh alike, for what is evaluated are sums over months. The standard error is that of
/// a sum over independent zones (a "sandwich"), whatever the chi-squares' distribution.
LevelExponent level_exponent(const ZoneMoments& zones);

/// The exponents of a force's types, each drawn toward their common mean as far as its error says
/// (between-type variance by Paule and Mandel), from 0 to 1. `usual_exponent` counts as one type
/// more, so that a force whose zones tell nothing has it.
std::vector<double> drawn_together(std::span<const LevelExponent> types);

/// What 14 crime types of Avon and Somerset have on average in 2018 to 2021.
inline constexpr LevelExponent usual_exponent{0.3, 0.25};

} // namespace crims
