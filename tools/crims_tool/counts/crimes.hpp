// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crims_tool/counts/table.hpp"
#include "crims_tool/records/month_range.hpp"
#include "crims_tool/records/recorded_crimes.hpp"
#include "crims_tool/zones/layer.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/incidents/incident_layer.hpp"

namespace crims_tool {

/// Crimes as they are counted, one value of each column a crime.
struct CountedCrimes {
    std::string source = {}; ///< for messages
    std::vector<std::string> zones = {};
    std::vector<std::string> crime_types = {};
    std::vector<std::uint32_t> zone = {}; ///< or none
    std::vector<std::uint16_t> crime_type = {};
    std::vector<std::chrono::sys_days> day = {}; ///< of a month alone its first
    std::vector<std::int64_t> replicate = {};    ///< empty: they have none
    std::vector<crims::Month> absent = {};       ///< months without data
    bool months_only = false;                    ///< some dates are months
    std::uint64_t without_date = 0;              ///< left out
    std::uint64_t without_type = 0;              ///< left out
    std::vector<Source> sources = {};
    std::vector<std::string> warnings = {};

    std::size_t size() const { return zone.size(); }
};

/// What is read of a layer beside places and dates. An empty name: the usual one, if there is such
/// a field.
struct LayerColumns {
    std::string zone_field = {}; ///< MSOA
    bool by_place = false;
};

/// The zones of a layer in its own coordinate system.
ZoneLayer read_zone_layer(const toolkit::LayerReference& zones, const std::string& field,
                          const std::optional<toolkit::Crs>& assumed);

/// Simulated or recorded crimes of a layer or table. Without names of fields it reads what ⟨crims
/// simulate⟩ writes. Throws toolkit::DataError that names the layer and the field.
CountedCrimes read_layer(const toolkit::IncidentLayer& incidents, const LayerColumns& columns,
                         const std::optional<ZoneLayer>& zones, toolkit::Console& console);

/// The crimes of a force in a download; no months: all that it has.
CountedCrimes read_download(const std::string& path, const std::string& force,
                            const std::optional<MonthRange>& months,
                            const std::optional<ZoneLayer>& zones, const std::string& lookup,
                            toolkit::Console& console);

/// What of the crimes lies in the table's months, and what does not.
struct Tabulated {
    CountTable table;
    std::uint64_t counted = 0;
    std::uint64_t other_months = 0;
};

/// No months: from the first crime to the last. Throws toolkit::DataError if weeks are asked for
/// and some dates are months, or if no crime is in the months.
Tabulated tabulate(const CountedCrimes& crimes, PeriodKind kind,
                   const std::optional<MonthRange>& asked);

} // namespace crims_tool
