// SPDX-License-Identifier: MIT
#include "forecast/paule_mandel.hpp"

#include <stdexcept>

namespace wdd {

namespace {

struct PearsonSum {
    double value = 0;
    double slope = 0; ///< in tau2, never above 0
};

PearsonSum pearson_sum(std::span<const Deviation> deviations, double tau2) {
    PearsonSum sum;
    for (const Deviation& deviation : deviations) {
        if (deviation.residual == 0) {
            continue; // and so never 0 / 0, where neither period has an incident
        }
        const double variance = deviation.chance + tau2 * deviation.spread;
        const double term = deviation.residual * deviation.residual / variance;
        sum.value += term;
        sum.slope -= term * deviation.spread / variance;
    }
    return sum;
}

} // namespace

double paule_mandel(std::span<const Deviation> deviations, double degrees_of_freedom) {
    // The sum falls with tau2 and is convex, so Newton's steps from below never overshoot: they end
    // when rounding allows no further one.
    constexpr int most_steps = 1000;
    double tau2 = 0;
    for (int step = 0; step < most_steps; ++step) {
        const PearsonSum sum = pearson_sum(deviations, tau2);
        const double excess = sum.value - degrees_of_freedom;
        const double next = tau2 - excess / sum.slope;
        if (!(excess > 0) || !(next > tau2)) {
            return tau2;
        }
        tau2 = next;
    }
    throw std::domain_error("the spread between the comparison areas cannot be estimated");
}

} // namespace wdd
