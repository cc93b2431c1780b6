// SPDX-License-Identifier: MIT
#include "wdd/statistic.hpp"

#include "statistic/normal_test.hpp"
#include "statistic/number_check.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace wdd {

namespace {

/// An estimate with its variance, which adds up where the standard error does not.
struct Change {
    double estimate = 0;
    double variance = 0;
};

// The names are those of the columns of `wdd counts`.
void require_valid(const Counts& counts, const Weights& weights, double confidence) {
    require_not_negative("treated_pre", counts.treated.pre);
    require_not_negative("treated_post", counts.treated.post);
    require_not_negative("control_pre", counts.control.pre);
    require_not_negative("control_post", counts.control.post);
    require_not_negative("treated_displacement_pre", counts.treated_displacement.pre);
    require_not_negative("treated_displacement_post", counts.treated_displacement.post);
    require_not_negative("control_displacement_pre", counts.control_displacement.pre);
    require_not_negative("control_displacement_post", counts.control_displacement.post);
    require_positive("the weight time_pre", weights.time.pre);
    require_positive("the weight time_post", weights.time.post);
    require_positive("the weight area_treated", weights.area.treated);
    require_positive("the weight area_control", weights.area.control);
    require_positive("the weight area_treated_displacement", weights.area.treated_displacement);
    require_positive("the weight area_control_displacement", weights.area.control_displacement);
    require_chance("confidence", confidence, "0.95");
}

[[noreturn]] void refuse_range() {
    throw std::domain_error(
        "the counts and weights are too large or too small to compute with: choose units that bring the weights nearer to 1");
}

Change weighted(double count, double time_weight, double area_weight) {
    const double weight = time_weight * area_weight;
    if (!std::isnormal(weight)) {
        refuse_range();
    }
    const double value = count / weight;
    // Not count / (weight * weight), whose square can overflow.
    return {.estimate = value, .variance = value / weight};
}

Change before_to_after(const BeforeAfter& counts, const TimeWeights& time, double area_weight) {
    const Change pre = weighted(counts.pre, time.pre, area_weight);
    const Change post = weighted(counts.post, time.post, area_weight);
    return {.estimate = post.estimate - pre.estimate, .variance = post.variance + pre.variance};
}

Change difference(const Change& treated, const Change& control) {
    return {.estimate = treated.estimate - control.estimate,
            .variance = treated.variance + control.variance};
}

Estimate with_standard_error(const Change& change) {
    return {.estimate = change.estimate, .standard_error = std::sqrt(change.variance)};
}

} // namespace

Statistic weighted_displacement_difference(const Counts& counts, const Weights& weights,
                                           double confidence) {
    require_valid(counts, weights, confidence);

    // Wheeler & Ratcliffe (2018), equations 1 and 2; weights as Wheeler's R package ptools has
    // them.
    const Change local =
        difference(before_to_after(counts.treated, weights.time, weights.area.treated),
                   before_to_after(counts.control, weights.time, weights.area.control));
    const Change displacement =
        difference(before_to_after(counts.treated_displacement, weights.time,
                                   weights.area.treated_displacement),
                   before_to_after(counts.control_displacement, weights.time,
                                   weights.area.control_displacement));
    const Change total{.estimate = local.estimate + displacement.estimate,
                       .variance = local.variance + displacement.variance};

    Statistic result{.local = with_standard_error(local),
                     .displacement = with_standard_error(displacement),
                     .total = with_standard_error(total),
                     .confidence = confidence,
                     .z = {},
                     .p_one_tailed = {},
                     .ci_low = {},
                     .ci_high = {},
                     .evidence = Evidence::none};
    if (counts == Counts{}) {
        return result;
    }
    const double standard_error = result.total.standard_error;
    if (!std::isfinite(total.estimate) || !std::isfinite(standard_error) || standard_error <= 0) {
        refuse_range();
    }

    const NormalTest test = normal_test(result.total, confidence);
    result.z = test.z;
    result.p_one_tailed = test.p_one_tailed;
    result.ci_low = test.ci_low;
    result.ci_high = test.ci_high;
    result.evidence = evidence_for(test.z);
    return result;
}

Evidence evidence_for(double z) {
    if (z <= -3.1) {
        return Evidence::very_strong;
    }
    if (z <= -2.3) {
        return Evidence::strong;
    }
    if (z <= -1.6) {
        return Evidence::moderate;
    }
    if (z <= -1.3) {
        return Evidence::weak;
    }
    return Evidence::none;
}

std::string_view evidence_name(Evidence evidence) {
    switch (evidence) {
    case Evidence::none:
        return "none";
    case Evidence::weak:
        return "weak";
    case Evidence::moderate:
        return "moderate";
    case Evidence::strong:
        return "strong";
    case Evidence::very_strong:
        return "very strong";
    }
    throw std::invalid_argument("not a class of evidence");
}

std::string_view evidence_name(const std::optional<double>& z, Evidence evidence) {
    return z ? evidence_name(evidence) : "no test possible";
}

} // namespace wdd
