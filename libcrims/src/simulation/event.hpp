// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "simulation/place_sampler.hpp"

namespace crims {

/// A crime of the month that is being simulated.
struct Event {
    std::uint32_t zone = 0;
    std::uint16_t offence = 0;
    std::uint16_t minute = 0; ///< of the month
    std::uint8_t suspect = 0;
    Point place = {};
};

/// An offspring that falls into a later month.
struct CarriedEvent {
    std::uint16_t offence = 0;
    std::uint8_t suspect = 0;
    int month = 0; ///< month index
    std::uint16_t minute = 0;
    Point place = {};
};

} // namespace crims
