// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "wdd/statistic.hpp"

namespace wdd {

/// An estimate and the weight that it enters a sum with: the harm of a crime type, say.
struct WeightedEstimate {
    Estimate estimate;
    double weight = 1; ///< finite and 0 or more
};

/// The sum of weight times estimate of independent evaluations, its variance the sum of weight
/// squared times variance (Wheeler & Ratcliffe 2018 for areas; the same for crime types, whose
/// incidents are distinct). Evaluations that share incidents, a control area above all, are not
/// independent.
struct Combined {
    Estimate total;
    std::optional<double> z; ///< none where the standard error is 0
    std::optional<double> p_one_tailed;
    std::optional<double> ci_low;
    std::optional<double> ci_high;
    Evidence evidence = Evidence::none;
};

/// Throws std::invalid_argument for a number outside its range, and std::domain_error where the
/// sum leaves the range of a double.
Combined combine(std::span<const WeightedEstimate> estimates, double confidence = 0.95);

/// Holm (1979, Scandinavian Journal of Statistics 6, 65-70): adjusted p-values, in the order of
/// `p`. Any below 0.05 leaves at most 5 % of false alarms in the whole list.
/// Throws std::invalid_argument for a p outside [0, 1].
std::vector<double> holm(std::span<const double> p);

/// Benjamini & Hochberg (1995, doi 10.1111/j.2517-6161.1995.tb02031.x): q-values, in the order of
/// `p`. Of those below 0.05, 5 % are expected to be false alarms. Throws likewise.
std::vector<double> benjamini_hochberg(std::span<const double> p);

} // namespace wdd
