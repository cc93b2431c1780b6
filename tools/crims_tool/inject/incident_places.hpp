// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims/injection.hpp"
#include "crims_tool/scenario/injected_incidents.hpp"
#include "crims_tool/zones/map_zones.hpp"
#include "toolkit/layers/crs.hpp"
#include "wdd/area_index.hpp"

namespace crims_tool {

/// Zones by which displaced crimes get the code of their new place.
class PlaceZones {
  public:
    /// Keeps nothing of the layer.
    explicit PlaceZones(const MapZones& zones);

    const std::string& source() const { return m_source; }

    const toolkit::Crs& crs() const { return m_crs; }

    bool knows(const std::string& code) const;

    /// In coordinates of `crs`; no value outside of all zones.
    std::optional<std::string> code_at(double x, double y) const;

  private:
    std::string m_source;
    toolkit::Crs m_crs;
    std::vector<std::string> m_codes; ///< of the shapes
    std::vector<std::string> m_known; ///< in alphabetical order
    wdd::AreaIndex m_index;
};

/// What displaced crimes say of their place, now that it is another.
struct MovedPlaces {
    std::vector<int> fields; ///< of the layer

    /// One a displaced crime in their order: a text a field; none: it is not known any more.
    std::vector<std::vector<std::optional<std::string>>> texts = {};

    std::vector<std::string> notes = {}; ///< sentences for people
};

/// The place fields of displaced crimes: a zone's code from the zones, if there are such, for they
/// know the new place; else what the crime says whose place is taken; else nothing, because the old
/// would be wrong. `result` has places in the coordinates of `crs`. Throws toolkit::DataError if no
/// place field holds codes of the zones.
MovedPlaces moved_places(const InjectedIncidents& incidents, const crims::InjectionResult& result,
                         const std::optional<PlaceZones>& zones, const toolkit::Crs& crs);

} // namespace crims_tool
