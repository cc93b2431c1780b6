// SPDX-License-Identifier: MIT
#include "forecast/least_squares.hpp"

#include <cmath>
#include <cstddef>
#include <numeric>

namespace wdd {

namespace {

/// A column of which less than this part is its own is made of the others.
constexpr double smallest_own_part = 1e-7;

double product(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Takes `share` of one column off another.
void take_off(std::vector<double>& column, double share, const std::vector<double>& other) {
    for (std::size_t i = 0; i < column.size(); ++i) {
        column[i] -= share * other[i];
    }
}

void scale(std::vector<double>& column, double factor) {
    for (double& value : column) {
        value *= factor;
    }
}

/// An upper triangular matrix, column by column: upper[j][i] with i <= j.
using Triangle = std::vector<std::vector<double>>;

/// R x = right.
std::vector<double> solve(const Triangle& upper, std::vector<double> right) {
    for (std::size_t j = right.size(); j-- > 0;) {
        right[j] /= upper[j][j];
        for (std::size_t i = 0; i < j; ++i) {
            right[i] -= upper[j][i] * right[j];
        }
    }
    return right;
}

/// (R'R)^-1 = R^-1 R^-T.
std::vector<double> inverse_of_square(const Triangle& upper) {
    const std::size_t size = upper.size();
    std::vector<std::vector<double>> columns; // of R^-1
    for (std::size_t j = 0; j < size; ++j) {
        std::vector<double> unit(size, 0.0);
        unit[j] = 1;
        columns.push_back(solve(upper, std::move(unit)));
    }
    std::vector<double> inverse(size * size, 0.0);
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = 0; column < size; ++column) {
            for (const std::vector<double>& part : columns) {
                inverse[row * size + column] += part[row] * part[column];
            }
        }
    }
    return inverse;
}

} // namespace

std::optional<LeastSquares> least_squares(const Columns& columns, std::span<const double> values,
                                          std::span<const double> weights) {
    const auto weighted = [&weights](std::span<const double> column) {
        std::vector<double> result(column.begin(), column.end());
        for (std::size_t i = 0; i < result.size(); ++i) {
            result[i] *= std::sqrt(weights[i]);
        }
        return result;
    };
    std::vector<double> rest = weighted(values);
    std::vector<std::vector<double>> basis;
    Triangle upper;
    std::vector<double> right;
    for (const std::vector<double>& column : columns) {
        std::vector<double> own = weighted(column);
        const double length = std::sqrt(product(own, own));
        std::vector<double> shares;
        for (const std::vector<double>& earlier : basis) {
            shares.push_back(product(earlier, own));
            take_off(own, shares.back(), earlier);
        }
        const double own_length = std::sqrt(product(own, own));
        if (!(own_length > smallest_own_part * length)) {
            return std::nullopt;
        }
        scale(own, 1 / own_length);
        shares.push_back(own_length);
        right.push_back(product(own, rest));
        take_off(rest, right.back(), own);
        basis.push_back(std::move(own));
        upper.push_back(std::move(shares));
    }
    return LeastSquares{.coefficients = solve(upper, std::move(right)),
                        .inverse = inverse_of_square(upper)};
}

} // namespace wdd
