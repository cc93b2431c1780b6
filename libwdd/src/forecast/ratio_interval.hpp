// SPDX-License-Identifier: MIT
#pragma once

namespace wdd {

/// By what factor the interval of a ratio of recorded to expected reaches up and down:
/// exp(t sqrt(1 / max(n, 0.5) + w)).
double ratio_reach(double recorded, double variance, double degrees_of_freedom, double confidence);

} // namespace wdd
