// SPDX-License-Identifier: MIT
#pragma once

#include <span>

namespace wdd {

/// Quantile of ascending values by linear interpolation (Hyndman & Fan 1996, type 7, as R does).
/// Throws std::invalid_argument for no values or a share outside [0, 1].
double quantile(std::span<const double> ascending, double share);

/// Quantile of the standard normal distribution, 0 < share < 1.
double normal_quantile(double share);

} // namespace wdd
