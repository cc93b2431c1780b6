// SPDX-License-Identifier: MIT
#include "wdd/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include <boost/math/distributions/normal.hpp>

namespace wdd {

double quantile(std::span<const double> ascending, double share) {
    if (ascending.empty() || !(share >= 0 && share <= 1)) {
        throw std::invalid_argument("a quantile needs values and a share from 0 to 1");
    }
    const double rank = share * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    return std::lerp(ascending[below], ascending[above], rank - static_cast<double>(below));
}

double normal_quantile(double share) {
    return boost::math::quantile(boost::math::normal_distribution<double>(), share);
}

} // namespace wdd
