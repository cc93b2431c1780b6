// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace wdd {

/// Quantile of the standard normal distribution at 0.95: a one-tailed p of 0.05.
inline constexpr double z_95 = 1.6448536269514722;

/// Incident counts of one zone before (pre-treatment period) and after (treatment period).
/// Whole numbers when incidents are counted; any finite value >= 0 is accepted (rates, harm).
struct BeforeAfter {
    double pre = 0;
    double post = 0;

    bool operator==(const BeforeAfter&) const = default;
};

/// The eight counts of the test. A design without displacement areas leaves the last two at zero.
struct Counts {
    BeforeAfter treated;
    BeforeAfter control;
    BeforeAfter treated_displacement;
    BeforeAfter control_displacement;

    bool operator==(const Counts&) const = default;
};

/// Lengths of the two periods in any common unit; a count enters divided by the weight of its
/// period. Finite and > 0.
struct TimeWeights {
    double pre = 1;
    double post = 1;

    bool operator==(const TimeWeights&) const = default;
};

/// Sizes of the four zones in any common unit; a count enters divided by the weight of its zone.
/// Finite and > 0.
struct AreaWeights {
    double treated = 1;
    double control = 1;
    double treated_displacement = 1;
    double control_displacement = 1;

    bool operator==(const AreaWeights&) const = default;
};

struct Weights {
    TimeWeights time;
    AreaWeights area;

    bool operator==(const Weights&) const = default;
};

/// A change in incidents (negative: a reduction) and its standard error.
struct Estimate {
    double estimate = 0;
    double standard_error = 0;
};

/// Strength of the evidence for a reduction, in the words of Wheeler and Ratcliffe (2018).
enum class Evidence { none, weak, moderate, strong, very_strong };

/// The result of the test. What is undefined (all eight counts zero) has no value, and the evidence
/// is then `none`.
struct Statistic {
    Estimate local;        ///< response area against control area
    Estimate displacement; ///< their displacement areas
    Estimate total;        ///< the Weighted Displacement Difference
    double confidence = 0.95;
    std::optional<double> z;
    std::optional<double> p_one_tailed; ///< Phi(z): small means evidence of a reduction
    std::optional<double> ci_low;       ///< two-sided interval of the total
    std::optional<double> ci_high;
    Evidence evidence = Evidence::none;
};

/// The Weighted Displacement Difference test of Wheeler & Ratcliffe (2018), equations 1 to 3
/// (doi 10.1186/s40163-018-0085-5): every count N enters as N/w, its variance as N/w^2, w being the
/// product of its period's and its zone's weight.
/// Throws std::invalid_argument, naming the number, for a count that is negative or not finite, for
/// a weight that is not finite and > 0, or a confidence outside (0, 1); std::domain_error if counts
/// and weights are so large or small that the result leaves the range of a double.
Statistic weighted_displacement_difference(const Counts& counts, const Weights& weights = {},
                                           double confidence = 0.95);

/// z > -1.3 none; (-1.6, -1.3] weak; (-2.3, -1.6] moderate; (-3.1, -2.3] strong; <= -3.1 very
/// strong (Wheeler & Ratcliffe 2018, "Z-score and strength of evidence").
Evidence evidence_for(double z);

/// "none", "weak", "moderate", "strong", "very strong".
std::string_view evidence_name(Evidence evidence);

/// The same of a test, or "no test possible" without a z: that is no finding.
std::string_view evidence_name(const std::optional<double>& z, Evidence evidence);

} // namespace wdd
