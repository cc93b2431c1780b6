// SPDX-License-Identifier: MIT
#pragma once

#include <numeric>
#include <span>

namespace crims {

/// Added up in order.
inline double sum(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace crims
