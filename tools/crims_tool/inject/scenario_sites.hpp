// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crims/injection.hpp"
#include "crims_tool/scenario/file.hpp"
#include "toolkit/layers/crs.hpp"
#include "wdd/area.hpp"
#include "wdd/zone_locator.hpp"

namespace crims_tool {

/// The areas of a scenario in the computing CRS, in the order of its interventions.
struct ScenarioAreas {
    std::vector<wdd::Area> areas;
    std::vector<double> distance;           ///< of the rings, in the CRS's unit; 0: none
    std::vector<std::string> distance_text; ///< with its unit; empty: no ring
    toolkit::Crs crs;
    std::vector<std::string> warnings;
    std::vector<std::string> notes;
};

/// Reads and dissolves the areas, in `wanted` (--crs) or the system of the first area where lengths
/// are true, else in a local projection. Throws toolkit::DataError that names the scenario's file
/// and the JSON path if an area cannot be read.
ScenarioAreas read_scenario_areas(const Scenario& scenario,
                                  const std::optional<toolkit::Crs>& wanted,
                                  const std::optional<toolkit::Crs>& assumed);

/// Tells where an intervention sees a point, exactly as `wdd test` does: the edge belongs to the
/// area, true distance decides for the ring. No intervention's area is ever ring. For one thread.
class SiteLocator {
  public:
    SiteLocator(const ScenarioAreas& scenario, std::size_t intervention);

    crims::InjectionSite locate(double x, double y);

  private:
    wdd::ZoneLocator m_zones; ///< control area: all areas together
};

/// Triangles that cover the ring of an intervention (and, where rings meet other areas, more than
/// it); empty without one.
std::vector<crims::Triangle> ring_triangles(const ScenarioAreas& scenario,
                                            std::size_t intervention);

} // namespace crims_tool
