// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

namespace crims {

struct NearRepeat;

/// Near repeats as a user asks for them: what is given holds for all crime types. The rest is that
/// of the model, type by type, and where the model does not know it usual_near_repeat's.
struct NearRepeatChoice {
    std::optional<double> ratio = {};
    std::optional<double> mean_lag_days = {};
    std::optional<double> spread = {};
    std::optional<double> same_place = {};

    /// `known` is the model's.
    NearRepeat over(const NearRepeat& known) const;

    bool operator==(const NearRepeatChoice&) const = default;
};

/// Crimes that follow crimes (Mohler et al. 2011): each has Poisson(ratio) offspring, each after an
/// exponential lag, a share of them at the very place of its parent and the others displaced by a
/// Gaussian. The background is lowered to (1 - ratio) of itself, so that expected totals stay what
/// they are.
///
/// An offspring has its parent's zone and offence. Its day is the parent's instant plus the lag;
/// the hour on that day is drawn from the offence's rhythm. A place outside the parent's zone is
/// drawn again where the zone's area is known. Where crimes are put at observed places, a displaced
/// one happens at the nearest of these but its parent's.
///
/// A loading is held against the time of each crime, offspring too: at any instant the rate is the
/// loading times background and offspring of the crimes that happened. So a month with loading 0
/// has no crime; and a loading of 0.8 takes away more than a fifth, since the crimes that it
/// prevents have no offspring.
///
/// What is not set is as fit_near_repeats finds it for 11,700 residential burglaries in Chicago in
/// 2016 (docs/simulation.md), with the spread in metres.
struct NearRepeat {
    double ratio = 0.05; ///< mean number of offspring
    double mean_lag_days = 7;
    double spread = 75;      ///< standard deviation along each axis, unit of the model's CRS
    double same_place = 0.4; ///< share of offspring at the very place, from 0 to 1

    bool operator==(const NearRepeat&) const = default;

    /// The same for all crime types.
    operator NearRepeatChoice() const {
        return {.ratio = ratio,
                .mean_lag_days = mean_lag_days,
                .spread = spread,
                .same_place = same_place};
    }
};

inline NearRepeat NearRepeatChoice::over(const NearRepeat& known) const {
    return {.ratio = ratio.value_or(known.ratio),
            .mean_lag_days = mean_lag_days.value_or(known.mean_lag_days),
            .spread = spread.value_or(known.spread),
            .same_place = same_place.value_or(known.same_place)};
}

/// For a crime type of which nothing is known.
inline constexpr NearRepeat usual_near_repeat;

} // namespace crims
