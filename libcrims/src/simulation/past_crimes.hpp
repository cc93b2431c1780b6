// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/near_repeat.hpp"
#include "simulation/place_sampler.hpp"
#include "simulation/state_bytes.hpp"

namespace crims {

/// A crime that happened, as its near repeats see it.
struct PastCrime {
    std::uint64_t name = 0; ///< key of the random numbers of its repeats
    std::int64_t time = 0;  ///< minutes since 1970
    Point place = {};
    /// 1: its repeats with marks up to 1 have been drawn with the month that it happened in.
    std::uint8_t first_layer = 0;
};

/// The crimes of earlier months whose repeats may be still to come, by cell (zone * offences +
/// offence).
class PastCrimes {
  public:
    /// Keeps a reference to the near repeats of each offence; none: there are no cells.
    PastCrimes(std::size_t zones, const std::vector<NearRepeat>& near_repeats)
        : m_of(zones * near_repeats.size()), m_near_repeats(near_repeats) {}

    void add(std::size_t cell, const PastCrime& crime) { m_of[cell].push_back(crime); }

    const std::vector<PastCrime>& of(std::size_t cell) const { return m_of[cell]; }

    std::size_t cells() const { return m_of.size(); }

    /// Forgets those of whose repeats less than a thousand-millionth is still to come.
    void forget_before(std::int64_t time);

    void put(StateWriter& out) const;
    void get(StateReader& in);

  private:
    std::vector<std::vector<PastCrime>> m_of;
    const std::vector<NearRepeat>& m_near_repeats;
};

} // namespace crims
