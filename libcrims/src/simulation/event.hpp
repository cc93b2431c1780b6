// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>

#include "simulation/place_sampler.hpp"

namespace crims {

/// What a crime follows, as a near repeat: the number of an event in its block, or with `arrived`
/// of an event that was carried into the month.
inline constexpr std::uint32_t no_cause = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint32_t arrived = 1U << 31U;

/// A crime of the month that is being simulated.
struct Event {
    std::uint32_t zone = 0;
    std::uint16_t offence = 0;
    std::uint16_t minute = 0; ///< of the month
    std::uint8_t suspect = 0;
    std::uint32_t cause = no_cause;
    Point place = {};
};

/// An offspring that falls into a later month.
struct CarriedEvent {
    std::uint16_t offence = 0;
    std::uint8_t suspect = 0;
    std::uint8_t parent_happened = 1; ///< only a stepper has crimes that do not
    int month = 0;                    ///< month index
    std::uint16_t minute = 0;
    std::uint32_t cause = no_cause; ///< until its parent's month is over
    double mark = 0;                ///< a stepper's
    Point place = {};
};

} // namespace crims
