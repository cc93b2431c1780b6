// SPDX-License-Identifier: MIT
#pragma once

#include <span>

namespace wdd {

/// A residual whose variance is `chance` + tau2 * `spread`; both >= 0, `chance` above 0 unless the
/// residual is 0.
struct Deviation {
    double residual = 0;
    double chance = 0;
    double spread = 0;
};

/// The tau2 >= 0 at which the sum of residual^2 / variance is `degrees_of_freedom` (Paule & Mandel
/// 1982, doi 10.6028/jres.087.022); 0 if the sum is smaller already without it.
double paule_mandel(std::span<const Deviation> deviations, double degrees_of_freedom);

} // namespace wdd
