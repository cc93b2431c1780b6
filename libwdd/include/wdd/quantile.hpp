// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace wdd {

/// Quantile of ascending values by linear interpolation (Hyndman & Fan 1996, type 7, as R does).
/// Throws std::invalid_argument for no values or a share outside [0, 1].
double quantile(std::span<const double> ascending, double share);

/// The middle value, of an even number the upper one. There must be one.
template<class Number>
Number middle_one(std::vector<Number> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Quantile of the standard normal distribution, 0 < share < 1.
double normal_quantile(double share);

} // namespace wdd
