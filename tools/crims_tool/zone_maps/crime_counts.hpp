// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crims_tool/zones/map_zones.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/incidents/incident_layer.hpp"
#include "toolkit/incidents/incident_reader.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

/// A layer of crimes and how its zones, places and dates are told.
struct CrimeLayerOptions {
    /// Without a date field: time or Month, if there is one that may hold dates. Coordinates imply
    /// by_place.
    toolkit::IncidentLayer crimes = {};
    std::string zone_field = {}; ///< empty: the usual one
    bool by_place = false;       ///< although there is a zone field
    bool read_dates = true;
};

/// Crimes by zone.
struct MapCounts {
    std::vector<std::int64_t> crimes; ///< of each zone, all replicates together
    std::int64_t read = 0;
    std::int64_t outside = 0;    ///< in no zone, or with a code that no zone has
    std::int64_t unplaced = 0;   ///< without a place or code
    std::int64_t replicates = 1; ///< different values of the field `replicate`
    bool simulated = false;      ///< it has the fields of crims simulate
    std::string zone_field = {}; ///< by whose codes they were counted; empty: by place
    std::string layer = {};      ///< for messages
    std::optional<wdd::Period> dates = {};
};

/// Reads all crimes once and counts them by zone. Throws toolkit::DataError that names the layer if
/// there is no such field, no crime, none with a place, none in any zone, or a date that cannot be
/// read; toolkit::Cancelled.
MapCounts count_crimes(const CrimeLayerOptions& options, const MapZones& zones,
                       toolkit::Console& console);

} // namespace crims_tool
