// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "crims/injection.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/incidents/incident_layer.hpp"
#include "toolkit/incidents/place_reader.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/date_field.hpp"
#include "toolkit/layers/layer.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

/// Fields that tell of a crime's place in the outputs of `crims simulate` and in the files of
/// data.police.uk, as they are compared: without regard to case, blanks and underscores.
inline constexpr std::array usual_place_fields = {"MSOA",     "LSOA code", "LSOA name",
                                                  "Location", "Longitude", "Latitude"};

/// The layer, open, with what is read of each incident.
class InjectionSource {
  public:
    /// Throws toolkit::DataError as the readers of toolkit do, and for coordinate fields of a layer
    /// that has a geometry besides.
    /// `place_fields`: which fields that tell of the place are read besides; none, or if the list
    /// is empty the usual ones that there are (usual_place_fields).
    explicit InjectionSource(
        const toolkit::IncidentLayer& incidents,
        const std::optional<std::vector<std::string>>& place_fields = std::nullopt);

    const toolkit::Layer& layer() const { return m_layer; }

    const toolkit::Crs& crs() const { return m_crs; }

    const toolkit::DateField& date() const { return m_date; }

    const toolkit::PlaceReader& place() const { return m_place; }

    /// -1: there is one crime type.
    int type_index() const { return m_type; }

    bool skips_bad_dates() const { return m_skip_bad_dates; }

    /// Fields that tell of the place, other than its coordinates.
    const std::vector<int>& place_fields() const { return m_place_fields; }

  private:
    toolkit::Layer m_layer;
    toolkit::Crs m_crs;
    toolkit::DateField m_date;
    toolkit::PlaceReader m_place;
    int m_type = -1;
    bool m_skip_bad_dates;
    std::vector<int> m_place_fields;
};

/// What a field says of the places of all incidents.
struct PlaceColumn {
    int field = -1;
    std::string name = {};
    std::vector<std::string> values = {};  ///< different ones
    std::vector<std::uint32_t> value = {}; ///< one an incident; no_value: none

    static constexpr std::uint32_t no_value = std::numeric_limits<std::uint32_t>::max();

    std::optional<std::string> text(std::size_t incident) const {
        return value[incident] == no_value ? std::nullopt : std::optional(values[value[incident]]);
    }
};

/// All incidents of a layer in its order.
struct InjectedIncidents {
    crims::InjectionCrimes crimes; ///< places in the layer's CRS; NaN: nowhere
    std::vector<std::int64_t> id;  ///< feature id
    std::vector<std::uint8_t> dated;
    std::vector<std::string> crime_types;
    std::vector<PlaceColumn> places;  ///< of the source's place fields
    std::optional<wdd::Period> dates; ///< first and last date
    std::uint64_t null_date = 0;
    std::uint64_t bad_date = 0;
    std::uint64_t null_geometry = 0;
    bool month_only = false; ///< some dates say only the month

    std::size_t size() const { return id.size(); }
};

/// What a crime without a type is called.
inline constexpr const char* no_crime_type = "(none)";

/// Throws toolkit::DataError for a layer without a dated incident with a place, and for a date that
/// cannot be read unless such are skipped.
InjectedIncidents read_injected_incidents(const InjectionSource& source, toolkit::Console& console);

} // namespace crims_tool
