// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace wdd {

/// Columns of equal length.
using Columns = std::vector<std::vector<double>>;

/// The least squares answer and (X'WX)^-1, row by row.
struct LeastSquares {
    std::vector<double> coefficients;
    std::vector<double> inverse;
};

/// Weighted least squares by an orthogonal decomposition (modified Gram-Schmidt), which keeps the
/// digits that the normal equations square away. No value if a column is, but for rounding, made of
/// those before it.
std::optional<LeastSquares> least_squares(const Columns& columns, std::span<const double> values,
                                          std::span<const double> weights);

} // namespace wdd
