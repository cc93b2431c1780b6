// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace crims {

/// Both ends belong to it; NaN lies in none.
struct Range {
    double least = 0;
    double most = 0;

    constexpr bool contains(double value) const { return value >= least && value <= most; }
};

// What a model, a loading and the options of a simulation may hold. Any force fits; a number beyond
// is a slip, with which a simulation would not end or not fit into memory.

/// Expected crimes of a zone and crime type in a calendar month.
inline constexpr Range rate_range{0, 1e6};

/// Log-linear trend a year.
inline constexpr Range trend_range{-20, 20};

/// Where trends are 1, in months since January 1970: the years 1900 to 2199.
inline constexpr Range trend_origin_range{-70 * 12, 230 * 12};

/// Variances of gamma factors that are not 0. A smaller one no count can show.
inline constexpr Range variance_range{1e-9, 1e6};

/// Crimes a year at which a variance that falls with the level is as told, and the power by which
/// it falls.
inline constexpr Range level_range{1e-3, 1e8};
inline constexpr Range level_exponent_range{0, 2};

/// An estimate as a variance that a model can hold: 0 if it is too small to matter.
constexpr double as_variance(double estimate) {
    if (estimate < variance_range.least) {
        return 0;
    }
    return estimate < variance_range.most ? estimate : variance_range.most;
}

/// Weights of observed places, relative to each other.
inline constexpr Range weight_range{1e-12, 1e12};

/// Coordinates, whatever their unit.
inline constexpr Range coordinate_range{-1e9, 1e9};

/// A loading factor, and the product of those that meet in a cell.
inline constexpr Range loading_range{0, 10'000};

/// Near repeats: mean number of offspring, mean days until they follow, standard deviation of their
/// distance along each axis.
inline constexpr Range offspring_range{0, 0.99};
inline constexpr Range lag_range{0.001, 3650};
inline constexpr Range spread_range{0, 1e7};

/// Expected crimes of a whole force in a month: ten times those of England and Wales.
inline constexpr double most_expected_a_month = 5e6;

/// Crimes that are drawn in a month. Variation may raise a month's above what is expected.
inline constexpr std::size_t most_drawn_a_month = 10'000'000;

} // namespace crims
