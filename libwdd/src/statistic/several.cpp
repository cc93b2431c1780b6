// SPDX-License-Identifier: MIT
#include "wdd/several.hpp"

#include "statistic/number_check.hpp"
#include "wdd/pooled.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace wdd {

namespace {

/// The places of `p` from the smallest value to the largest.
std::vector<std::size_t> ascending(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [p](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

void require_probabilities(std::span<const double> p) {
    for (const double value : p) {
        if (!(value >= 0 && value <= 1)) {
            refuse_number("p", value, "a number from 0 to 1");
        }
    }
}

} // namespace

Combined combine(std::span<const WeightedEstimate> estimates, double confidence) {
    require_chance("confidence", confidence, "0.95");
    double estimate = 0;
    double variance = 0;
    for (const WeightedEstimate& part : estimates) {
        require_not_negative("weight", part.weight);
        estimate += part.weight * part.estimate.estimate;
        const double error = part.weight * part.estimate.standard_error;
        variance += error * error;
    }
    return test_of_sum(estimate, variance, confidence);
}

std::vector<double> holm(std::span<const double> p) {
    require_probabilities(p);
    std::vector<double> adjusted(p.size());
    double largest = 0;
    std::size_t left = p.size();
    for (const std::size_t i : ascending(p)) {
        largest = std::max(largest, std::min(1.0, p[i] * static_cast<double>(left)));
        adjusted[i] = largest;
        --left;
    }
    return adjusted;
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
    require_probabilities(p);
    std::vector<double> adjusted(p.size());
    const std::vector<std::size_t> order = ascending(p);
    double smallest = 1;
    for (std::size_t rank = p.size(); rank > 0; --rank) {
        const std::size_t i = order[rank - 1];
        const double share = static_cast<double>(p.size()) / static_cast<double>(rank);
        smallest = std::min(smallest, p[i] * share);
        adjusted[i] = smallest;
    }
    return adjusted;
}

} // namespace wdd
