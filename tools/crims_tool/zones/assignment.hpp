// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "crims_tool/records/recorded_crimes.hpp"
#include "crims_tool/zones/layer.hpp"

namespace crims_tool {

using ZoneLookup = std::unordered_map<std::string, std::string>; ///< LSOA to zone

/// How crimes came to a zone, or why they did not.
struct AssignmentCounts {
    std::uint64_t by_lsoa = 0;
    std::uint64_t by_point = 0;
    std::uint64_t no_place = 0;     ///< neither a usable LSOA nor coordinates
    std::uint64_t outside = 0;      ///< coordinates or LSOA outside the zones
    std::uint64_t unknown_lsoa = 0; ///< an LSOA that the lookup does not know, and no zone layer
    std::uint64_t impossible = 0;   ///< coordinates of 0, 0 or off the Earth, and no usable LSOA

    std::uint64_t located() const { return by_lsoa + by_point; }

    std::uint64_t unlocated() const { return no_place + outside + unknown_lsoa + impossible; }
};

/// What to do with crimes that lie outside the zones: spread them over the zones, so that the
/// force's totals hold, or leave them out, so that the zones have their own crimes.
enum class OutsideZones : std::uint8_t { spread, leave_out };

/// Crimes that were left out because they lie outside the zones, and the share of those without a
/// zone for another reason that goes with them.
struct LeftOut {
    std::uint64_t outside = 0;
    std::uint64_t unlocated = 0;
    std::uint64_t unlocated_before = 0;

    std::uint64_t all() const { return outside + unlocated; }
};

/// The zones of recorded crimes.
struct ZoneAssignment {
    std::vector<std::string> zones;        ///< codes, in alphabetical order, each with a crime
    std::vector<std::uint32_t> layer_zone; ///< of each, in the zone layer; empty without one
    std::vector<std::uint32_t> zone;       ///< one per crime, or none
    std::vector<std::uint8_t> outside;     ///< one per crime; 1: it lies outside the zones
    std::vector<std::uint8_t> impossible;  ///< one per point; 1: no crime can be there
    AssignmentCounts counts;
    std::size_t unused_zones = 0; ///< of the layer, without any crime
    std::vector<std::string> warnings;

    bool is_impossible(std::uint32_t point) const {
        return !impossible.empty() && impossible[point] != 0;
    }
};

/// Gives each crime its zone: that of its LSOA in the lookup, else the one its point lies in. With
/// a zone layer, a zone that is not in it is none; without a lookup an LSOA may itself be a zone of
/// the layer. Without a layer the zones are those of the lookup, without both the LSOAs themselves.
/// `x` and `y` are the crimes' distinct points in the layer's CRS. A point at 0, 0 or off the Earth
/// is none, unless a zone holds it. Throws toolkit::DataError if no
/// crime has a zone.
ZoneAssignment assign_zones(const RecordedCrimes& crimes, const std::vector<double>& x,
                            const std::vector<double>& y, const std::optional<ZoneLayer>& layer,
                            const std::optional<ZoneLookup>& lookup);

} // namespace crims_tool
