// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "crims/calibration.hpp"

namespace crims {

WeeklyRhythm rhythm_of_counts(std::span<const std::uint64_t, periods_a_week> counts,
                              const WeeklyRhythm& prior, double prior_weight) {
    if (!std::isfinite(prior_weight) || prior_weight < 0) {
        throw std::invalid_argument("the prior weight of a rhythm is " +
                                    std::to_string(prior_weight) + "; it must be 0 or above");
    }
    const WeeklyRhythm broader = normalised(prior);
    WeeklyRhythm weights;
    for (std::size_t period = 0; period < periods_a_week; ++period) {
        weights[period] = static_cast<double>(counts[period]) +
                          (prior_weight * broader[period] / static_cast<double>(periods_a_week));
    }
    const bool nothing =
        std::all_of(weights.begin(), weights.end(), [](double weight) { return weight == 0; });
    return nothing ? flat_rhythm() : normalised(weights);
}

} // namespace crims
