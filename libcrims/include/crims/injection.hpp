// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "crims/model.hpp"
#include "crims/scenario.hpp"
#include "crims/study.hpp"

namespace crims {

/// Crimes as columns, in the order of their layer. A crime's random numbers depend on the seed, the
/// intervention's number and the crime's position (its index here), and on nothing else.
struct InjectionCrimes {
    std::vector<std::uint16_t> crime_type;
    std::vector<StudyPeriod> dates; ///< the day on which it happened, or the days among which
    std::vector<double> x;          ///< in the coordinates of the rings
    std::vector<double> y;

    std::size_t size() const { return crime_type.size(); }
};

/// Where a crime is, as an intervention sees it.
enum class InjectionSite : std::uint8_t { elsewhere, area, ring };

/// An intervention with its area and ring.
struct InjectedIntervention {
    Intervention intervention = {};
    StudyPeriod before = {};               ///< the period that is compared with, for the tallies
    std::vector<InjectionSite> sites = {}; ///< one per crime; elsewhere: it is never touched
    std::vector<Triangle> ring = {};       ///< covers the ring; needed only if crimes are displaced

    /// True for the places of the ring's triangles that are in the ring; all of them if it is
    /// empty.
    std::function<bool(double x, double y)> in_ring = {};
};

enum class CrimeFate : std::uint8_t {
    untouched,
    prevented, ///< it does not happen
    displaced  ///< it happens elsewhere
};

/// A crime that happens elsewhere.
struct DisplacedCrime {
    std::size_t crime = 0;
    double x = 0;
    double y = 0;
    std::optional<std::size_t> place_of = {}; ///< the crime whose place it takes, if it does
};

/// Before, during (a month counts whole if one of its days does) and after the treatment.
enum class InjectionPeriod : std::uint8_t { before, during, after };

inline constexpr std::size_t injection_periods = 3;

/// What an intervention does to the crimes of a type in a period. Crimes are counted in the twin,
/// where there is no intervention at all; expectations are over the random numbers of all
/// interventions, given the twin.
struct InjectionTally {
    std::uint64_t crimes = 0;      ///< in the area
    std::uint64_t ring_crimes = 0; ///< in the ring
    std::uint64_t prevented = 0;   ///< of the area's, the displaced ones among them
    std::uint64_t displaced = 0;   ///< into the ring
    std::uint64_t diffused = 0;    ///< of the ring's, prevented by diffusion of benefit
    double expected_prevented = 0;
    double expected_displaced = 0;
    double expected_diffused = 0;

    /// The change in the crimes of area and ring together; negative: fewer.
    double true_effect() const {
        return static_cast<double>(displaced) - static_cast<double>(prevented) -
               static_cast<double>(diffused);
    }

    double expected_effect() const {
        return expected_displaced - expected_prevented - expected_diffused;
    }

    InjectionTally& operator+=(const InjectionTally& other);
};

/// The truth about an intervention.
struct InjectionTruth {
    /// One a crime type, in the order of InjectionPeriod.
    std::vector<std::array<InjectionTally, injection_periods>> by_type;

    /// Crime types of which the ring has too few crimes: so much benefit cannot diffuse there.
    std::vector<std::size_t> diffusion_capped;
};

struct InjectionResult {
    std::vector<CrimeFate> fate;           ///< one per crime
    std::vector<DisplacedCrime> displaced; ///< in order of crimes
    std::vector<InjectionTruth> truth;     ///< one an intervention
};

/// Applies interventions to crimes, in their order: a crime that one of them has prevented or
/// displaced is not touched by those after it.
///
/// A crime in the area is prevented with probability prevention() (the mean over its days, if only
/// the month is known, say), and a prevented one is displaced with probability `displaced`: to a
/// place drawn uniformly in the ring, or to that of a crime in the ring during the treatment, of
/// its type if there is one, else of any. With a negative share crimes in the ring are prevented
/// with a probability proportional to prevention() that makes their expected number |share| of
/// that in the area, by crime type.
///
/// Throws std::invalid_argument for sizes that do not fit, or as check() does; std::domain_error if
/// crimes are displaced and their ring has no place.
InjectionResult inject(const InjectionCrimes& crimes,
                       std::span<const InjectedIntervention> interventions, std::uint64_t seed);

} // namespace crims
