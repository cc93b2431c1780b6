// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "forecast/least_squares.hpp"
#include "wdd/forecast.hpp"

namespace wdd {

/// Throws std::invalid_argument, saying how many are needed, for fewer than `fewest` areas.
void require_enough_areas(std::size_t areas, std::size_t fewest);

/// Throws std::invalid_argument, naming the number, unless all counts are finite and >= 0.
void require_valid(const AreaCounts& counts);

/// 1, log(pre + 0.5) and, if there is one, log(history + 0.5).
std::vector<double> covariates(const AreaCounts& counts);

/// The covariates of all areas as columns. Throws std::invalid_argument if some have a history and
/// others none.
Columns design_columns(std::span<const AreaCounts> areas);

/// Signed root of what an area adds to the deviance of a negative binomial distribution with
/// variance mean + dispersion mean^2.
double deviance_residual(double recorded, double mean, double dispersion);

} // namespace wdd
