// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "crims/model.hpp"
#include "crims/month.hpp"

namespace crims {

/// Probability that a crime of a type and month happens on each day of it.
std::vector<double> day_shares(const Model& model, std::size_t crime_type, Month month);

} // namespace crims
