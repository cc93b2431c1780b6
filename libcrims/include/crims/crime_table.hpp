// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/month.hpp"

namespace crims {

/// The crimes of one month of one replicate as columns, in order of time (ties: zone, offence).
struct CrimeTable {
    Month month = Month(std::chrono::year(1970), std::chrono::January);
    std::uint32_t replicate = 0;
    std::vector<std::uint32_t> zone;    ///< index into Model::zones
    std::vector<std::uint16_t> offence; ///< index into Model::offences, which tells the crime type
    std::vector<std::uint16_t> minute;  ///< of the month, 0 is its first midnight
    std::vector<std::uint8_t> suspect;  ///< 1: identified
    std::vector<double> x; ///< in the model's CRS, NaN: no place is known; empty without placement
    std::vector<double> y;

    std::size_t size() const { return zone.size(); }

    void resize(std::size_t count, bool with_places);
};

} // namespace crims
