// SPDX-License-Identifier: MIT
#include "wdd/measures.hpp"

#include "statistic/normal_test.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/beta.hpp>

namespace wdd {

namespace {

std::array<double, 8> all_of(const Counts& counts) {
    return {counts.treated.pre,
            counts.treated.post,
            counts.control.pre,
            counts.control.post,
            counts.treated_displacement.pre,
            counts.treated_displacement.post,
            counts.control_displacement.pre,
            counts.control_displacement.post};
}

void require_design(const Counts& counts, const Weights& weights = {}, double confidence = 0.95) {
    weighted_displacement_difference(counts, weights, confidence);
}

/// Incidents that count for a reduction and against one if there is one fewer of them.
struct Sides {
    double a = 0; ///< T1 + C0 + D1 + E0
    double b = 0; ///< T0 + C1 + D0 + E1
};

/// None where the counts are not Poisson's as they stand.
std::optional<Sides> sides(const Counts& counts, const Weights& weights) {
    require_design(counts, weights);
    const auto numbers = all_of(counts);
    const bool whole = std::all_of(numbers.begin(), numbers.end(),
                                   [](double value) { return value == std::floor(value); });
    if (weights != Weights{} || !whole || counts == Counts{}) {
        return std::nullopt;
    }
    return Sides{.a = counts.treated.post + counts.control.pre + counts.treated_displacement.post +
                      counts.control_displacement.pre,
                 .b = counts.treated.pre + counts.control.post + counts.treated_displacement.pre +
                      counts.control_displacement.post};
}

std::optional<double> quotient_of(double numerator, double denominator) {
    return denominator > 0 ? std::optional(numerator / denominator) : std::nullopt;
}

} // namespace

std::optional<RelativeRateRatio> relative_rate_ratio(const Counts& counts, double confidence) {
    require_design(counts, {}, confidence);
    std::array numbers{counts.treated.pre, counts.treated.post, counts.control.pre,
                       counts.control.post};
    if (std::all_of(numbers.begin(), numbers.end(), [](double n) { return n == 0; })) {
        return std::nullopt;
    }
    const bool has_zero =
        std::any_of(numbers.begin(), numbers.end(), [](double n) { return n == 0; });
    double variance = 0;
    for (double& number : numbers) {
        number += has_zero ? 0.5 : 0.0;
        variance += 1 / number;
    }
    const double log_ratio = std::log(numbers[1] / numbers[0]) - std::log(numbers[3] / numbers[2]);
    const double se = std::sqrt(variance);
    const double reach = se * two_sided_quantile(confidence);
    return RelativeRateRatio{.ratio = std::exp(log_ratio),
                             .low = std::exp(log_ratio - reach),
                             .high = std::exp(log_ratio + reach),
                             .log_standard_error = se};
}

std::optional<ExactTest> exact_test(const Counts& counts, const Weights& weights) {
    const auto both = sides(counts, weights);
    if (!both) {
        return std::nullopt;
    }
    const boost::math::binomial distribution(both->a + both->b, 0.5);
    const double p = cdf(distribution, both->a);
    const double less = both->a > 0 ? cdf(distribution, both->a - 1) : 0.0;
    return ExactTest{.p = p, .p_mid = (p + less) / 2};
}

std::optional<double> probability_of_reduction(const Counts& counts, const Weights& weights) {
    const auto both = sides(counts, weights);
    return both ? std::optional(boost::math::ibeta(both->a + 0.5, both->b + 0.5, 0.5))
                : std::nullopt;
}

DisplacementQuotients displacement_quotients(const Counts& counts) {
    require_design(counts);
    const BeforeAfter& treated = counts.treated;
    const BeforeAfter& control = counts.control;
    const BeforeAfter& ring = counts.treated_displacement;
    DisplacementQuotients result{.gross_effect = treated.pre - treated.post,
                                 .net_effect = {},
                                 .quotient = {},
                                 .total_net_effect = {}};
    if (control.pre > 0) {
        const double change = control.post / control.pre;
        result.total_net_effect =
            (treated.pre * change - treated.post) + (ring.pre * change - ring.post);
    }
    if (control.pre > 0 && control.post > 0) {
        const double net = treated.pre / control.pre - treated.post / control.post;
        result.net_effect = net;
        if (ring != BeforeAfter{}) {
            result.quotient = quotient_of(ring.pre / control.pre - ring.post / control.post, net);
        }
    }
    return result;
}

std::optional<double> share_of_expected(const Counts& counts, const Weights& weights) {
    const double local = weighted_displacement_difference(counts, weights).local.estimate;
    const double post = counts.treated.post / (weights.time.post * weights.area.treated);
    return quotient_of(local, post - local);
}

Measures measures(const Counts& counts, const Weights& weights, double confidence) {
    return {.share_of_expected = share_of_expected(counts, weights),
            .rate_ratio = relative_rate_ratio(counts, confidence),
            .exact = exact_test(counts, weights),
            .probability_of_reduction = probability_of_reduction(counts, weights),
            .quotients = displacement_quotients(counts)};
}

} // namespace wdd
