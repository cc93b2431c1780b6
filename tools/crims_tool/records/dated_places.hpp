// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crims/knox.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// The crimes of a type that have a day and a place.
struct TypeEvents {
    std::string crime_type;
    std::vector<crims::KnoxEvent> events;
};

/// Incidents with a day and a place, in metres, by crime type in alphabetical order.
struct DatedPlaces {
    std::vector<TypeEvents> types;
    std::uint64_t without_day = 0;   ///< only a month is known
    std::uint64_t without_place = 0; ///< no coordinates, 0 and 0, or none on the Earth
    /// Rows of the same type, place and minute as another: victims of one crime, which count once.
    std::uint64_t repeated_rows = 0;
};

/// True if some incident has a day and a place.
bool has_dated_places(const IncidentColumns& incidents);

/// `study`: the system of the zones that are studied, which far-off places do not stretch; without
/// one, or if lengths are not true in it, one around the incidents. Throws toolkit::DataError if no
/// incident has both.
DatedPlaces dated_places(const IncidentColumns& incidents,
                         const std::optional<toolkit::Crs>& study = std::nullopt);

} // namespace crims_tool
