// SPDX-License-Identifier: MIT
#include "gamma_factors.hpp"

#include <boost/random/gamma_distribution.hpp>

namespace crims {

namespace {

/// A year's factors are keyed by its January.
int year_key(Month month) {
    return month_index(month.year() / std::chrono::January);
}

} // namespace

double gamma_factor(double variance, const StreamKey& key) {
    if (variance <= 0) {
        return 1;
    }
    Stream stream(key);
    return boost::random::gamma_distribution<double>(1 / variance, variance)(stream);
}

std::vector<double> year_factors(const Model& model, Month month, std::uint64_t seed,
                                 std::uint32_t replicate) {
    std::vector<double> factors;
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        factors.push_back(
            gamma_factor(model.dispersion[type].year, {.seed = seed,
                                                       .replicate = replicate,
                                                       .month = year_key(month),
                                                       .offence = static_cast<std::uint32_t>(type),
                                                       .purpose = Purpose::year_factor}));
    }
    return factors;
}

double zone_year_factor(const Dispersion& dispersion, Month month, std::uint64_t seed,
                        std::uint32_t replicate, std::size_t zone, std::size_t crime_type) {
    return gamma_factor(dispersion.zone_year, {.seed = seed,
                                               .replicate = replicate,
                                               .month = year_key(month),
                                               .zone = static_cast<std::uint32_t>(zone),
                                               .offence = static_cast<std::uint32_t>(crime_type),
                                               .purpose = Purpose::zone_year_factor});
}

double zone_month_factor(const Dispersion& dispersion, Month month, std::uint64_t seed,
                         std::uint32_t replicate, std::size_t zone, std::size_t crime_type) {
    return gamma_factor(dispersion.zone_month, {.seed = seed,
                                                .replicate = replicate,
                                                .month = month_index(month),
                                                .zone = static_cast<std::uint32_t>(zone),
                                                .offence = static_cast<std::uint32_t>(crime_type),
                                                .purpose = Purpose::zone_month_factor});
}

} // namespace crims
