// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "crims/near_repeat.hpp"

namespace crims {

/// Pairs of crimes in one chain of followers that a crime adds on average: by bands of distance
/// (the first is the very place, others reach to their ends) and by days apart.
struct ChainPairs {
    std::vector<double> all;     ///< by days, whatever the distance
    std::vector<double> in_band; ///< band * days + day
};

/// Exact for crimes that are followed as NearRepeat says, in a plane without borders and for ever.
///
/// Days are whole, and the hour of each crime is uniform. So the days between a crime and one that
/// follows it directly have the same distribution for all: 0 with 1 - (1 - exp(-b)) / b, where 1 /
/// b is the mean lag, and geometric from 1 on. Counts by day are then an autoregression with
/// innovations, and their covariance the pairs (Hawkes 1971, Mohler et al. 2011 for crimes). Where
/// followers that move count z times, the pairs are a power series in z, whose n-th coefficient are
/// the pairs with n moves between them; these are apart by a Gaussian with n times the variance.
ChainPairs chain_pairs(const NearRepeat& law, const std::vector<double>& distances, int days);

} // namespace crims
