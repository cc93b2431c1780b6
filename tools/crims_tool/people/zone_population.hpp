// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "crims/loading.hpp"

namespace crims_tool {

/// The people of zones.
struct ZonePopulation {
    std::string source;
    std::vector<double> people;       ///< of each zone; NaN: not known
    std::vector<std::string> missing; ///< zones that the table does not have
};

/// Sums a table's people by zone. Throws toolkit::DataError if it has none of the zones.
ZonePopulation people_of_zones(const std::string& path, const std::string& option,
                               std::span<const std::string> zones);

/// Scales the rates of each zone with its people, from those in a model to others. Zones of which
/// either is not known, or that had nobody, keep their rates; `unchanged` counts them.
crims::Loading scaled_with_people(std::span<const double> from, std::span<const double> to,
                                  std::size_t& unchanged);

} // namespace crims_tool
