// SPDX-License-Identifier: MIT
#pragma once

namespace wdd {

/// P(N < n) + P(N = n) / 2 and the same from above, so that neither tail loses its digits.
struct MidTails {
    double below = 1;
    double above = 1;
};

/// Counts with variance mean + dispersion mean^2: negative binomial, or Poisson's where the
/// dispersion is nearly 0.
struct CountDistribution {
    double mean = 1;
    double dispersion = 0;

    MidTails mid_tails(double recorded) const;
    double at_most(double recorded) const;
};

} // namespace wdd
