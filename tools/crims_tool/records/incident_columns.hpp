// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/console.hpp"
#include "toolkit/incidents/incident_layer.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// What is read of a layer of incidents besides its dates and crime types, and what the options are
/// called in messages that name its fields.
struct ColumnChoice {
    bool with_places = false;
    std::string time_field = {}; ///< empty: the date field holds the time too, if any
    std::string date_option = "--date-field";
    std::string time_option = "--time-field";
    std::string type_option = "--type-field";
};

/// What incidents are called that have no crime type because no field was named.
inline constexpr const char* any_crime_type = "all";

/// Incidents as columns; crime types are numbered in order of their first appearance.
struct IncidentColumns {
    std::string source; ///< file and layer, for messages
    std::vector<std::string> crime_types;
    std::vector<std::uint16_t> crime_type;
    std::vector<std::chrono::sys_seconds> local; ///< local time
    std::vector<std::uint8_t> has_time;          ///< 0: a date alone
    std::vector<std::uint8_t> month_only;        ///< 1: the day is not known either
    std::vector<double> x; ///< in the layer's CRS, NaN: nowhere; empty without places
    std::vector<double> y;
    std::optional<toolkit::Crs> crs; ///< with places only
    std::uint64_t without_date = 0;  ///< left out
    std::uint64_t without_type = 0;  ///< left out

    std::size_t size() const { return crime_type.size(); }
};

/// Reads a whole layer. Throws toolkit::DataError as the readers of toolkit do, for a date or time
/// that cannot be read (naming the feature), and for a layer without any incident.
IncidentColumns read_incident_columns(const toolkit::IncidentLayer& incidents,
                                      const ColumnChoice& choice, toolkit::Console& console);

} // namespace crims_tool
