// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "crims/model.hpp"
#include "crims/random.hpp"

namespace crims {

/// A gamma variable with mean 1 and a variance; 1 if the variance is 0.
double gamma_factor(double variance, const StreamKey& key);

/// The factors that all cells share in a calendar year, one a crime type.
std::vector<double> year_factors(const Model& model, Month month, std::uint64_t seed,
                                 std::uint32_t replicate);

/// The factor of a zone and crime type in a calendar year.
double zone_year_factor(const Dispersion& dispersion, Month month, std::uint64_t seed,
                        std::uint32_t replicate, std::size_t zone, std::size_t crime_type);

/// The factor of a zone and crime type in a month, besides that of its year.
double zone_month_factor(const Dispersion& dispersion, Month month, std::uint64_t seed,
                         std::uint32_t replicate, std::size_t zone, std::size_t crime_type);

} // namespace crims
