// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace crims_tool {

/// A value found by simulation and its Monte Carlo standard error. NaN: not defined.
struct Simulated {
    double value = std::numeric_limits<double>::quiet_NaN();
    double error = std::numeric_limits<double>::quiet_NaN();
};

/// A share of replicates.
Simulated simulated_share(std::size_t hits, std::size_t replicates);

/// What a test must demand of z so that no more than a share alpha of the replicates in which
/// nothing is prevented are false alarms.
struct HeldSize {
    Simulated size;         ///< share of false alarms at the nominal critical z
    Simulated critical_z;   ///< a reduction is found where z is no larger
    bool is_nominal = true; ///< the nominal critical z holds alpha as far as can be told
};

/// Whether the test holds its size, and what critical z does. `null_z` has one z a replicate (NaN:
/// not defined, no alarm). Where the false alarms exceed alpha by more than two Monte Carlo errors,
/// the critical z is that of the replicates: half way between the largest z of an alarm that alpha
/// leaves room for and the next (of equal z all or none are alarms), its error after Woodruff
/// (1952). Else it is the nominal one, without error: a test that is more careful than it promises
/// is not made bolder.
HeldSize held_size(std::span<const double> null_z, double alpha, double nominal_z);

/// Share of replicates whose z is no larger than the critical one. The error counts that of an
/// estimated critical z, and that replicate r of both has the same history.
Simulated held_rate(std::span<const double> z, std::span<const double> null_z, double alpha,
                    const HeldSize& held);

} // namespace crims_tool
