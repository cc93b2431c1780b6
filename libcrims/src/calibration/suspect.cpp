// SPDX-License-Identifier: MIT
#include <algorithm>
#include <stdexcept>
#include <string>

#include "crims/calibration.hpp"

namespace crims {

namespace {

/// The beta distribution that the shares of a crime type's zones are drawn from.
struct SuspectPrior {
    double mean = 0;
    double between = 0; ///< 1 / (prior weight + 1): 0 if all zones share the mean
};

/// By moments: Pearson's chi-square of the zones' shares has expectation Z - 1 + between * (N - Z -
/// Q / N), Q the sum of N (N - 1), for zones with known outcomes.
SuspectPrior prior_of(std::span<const OutcomeCount> outcomes, std::size_t type,
                      std::size_t crime_types) {
    double zones = 0;
    double known = 0;
    double pairs = 0;
    double identified = 0;
    for (std::size_t cell = type; cell < outcomes.size(); cell += crime_types) {
        const double crimes = outcomes[cell].known;
        zones += crimes > 0 ? 1 : 0;
        known += crimes;
        pairs += crimes * (crimes - 1);
        identified += outcomes[cell].identified;
    }
    if (identified == 0 || identified == known) {
        return {identified > 0 ? 1.0 : 0.0, 0};
    }
    SuspectPrior prior{identified / known, 0};
    double chi_square = 0;
    for (std::size_t cell = type; cell < outcomes.size(); cell += crime_types) {
        const double crimes = outcomes[cell].known;
        if (crimes > 0) {
            const double residual = outcomes[cell].identified - (crimes * prior.mean);
            chi_square += residual * residual / (crimes * prior.mean * (1 - prior.mean));
        }
    }
    const double scale = known - zones - (pairs / known);
    if (scale > 1e-9 * known && chi_square > zones - 1) {
        prior.between = std::min(1.0, (chi_square - (zones - 1)) / scale);
    }
    return prior;
}

} // namespace

std::vector<double> suspect_probabilities(std::size_t zones, std::size_t crime_types,
                                          std::span<const OutcomeCount> outcomes) {
    if (outcomes.size() != zones * crime_types) {
        throw std::invalid_argument("there are outcomes of " + std::to_string(outcomes.size()) +
                                    " zones and crime types where " +
                                    std::to_string(zones * crime_types) + " are needed");
    }
    for (const OutcomeCount& outcome : outcomes) {
        if (outcome.identified > outcome.known) {
            throw std::invalid_argument(
                "suspects are identified in " + std::to_string(outcome.identified) + " of " +
                std::to_string(outcome.known) + " crimes: more than there are");
        }
    }
    std::vector<double> probabilities(outcomes.size());
    for (std::size_t type = 0; type < crime_types; ++type) {
        const auto [mean, between] = prior_of(outcomes, type, crime_types);
        for (std::size_t cell = type; cell < outcomes.size(); cell += crime_types) {
            // (identified + weight * mean) / (known + weight), times between so that an infinite
            // weight needs no case of its own.
            const double known = outcomes[cell].known;
            const double own = between * outcomes[cell].identified;
            probabilities[cell] =
                known > 0 ? (own + ((1 - between) * mean)) / ((between * known) + 1 - between)
                          : mean;
        }
    }
    return probabilities;
}

} // namespace crims
