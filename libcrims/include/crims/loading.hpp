// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "crims/model.hpp"

namespace crims {

/// A factor on the rates of what it names; what it leaves out it names all of.
struct LoadingRule {
    std::optional<std::size_t> zone = {};
    std::optional<std::size_t> crime_type = {};
    std::optional<std::size_t> offence = {};
    std::optional<Month> month = {};
    double factor = 1;
};

/// Factors on rates: where several rules name a cell, their product; where none does, 1.
using Loading = std::vector<LoadingRule>;

/// The same factor everywhere.
inline Loading uniform_loading(double factor) {
    return {LoadingRule{.factor = factor}};
}

/// Throws std::invalid_argument if a factor is out of its range (crims/limits.hpp) or an index is
/// not the model's.
void check_loading(const Model& model, const Loading& loading);

/// The factor of each zone and offence in a month: zone * offences + offence. Throws as
/// check_loading does, and if those that meet multiply to one out of its range.
std::vector<double> loading_factors(const Model& model, const Loading& loading, Month month);

/// Expected count of the whole force in a month: incidence x trend x loading.
double expected_total(const Model& model, const Loading& loading, Month month);

/// The same over months, both ends included. Throws ModelError if a month has more than
/// most_expected_a_month.
double expected_total(const Model& model, const Loading& loading, Month first, Month last);

} // namespace crims
