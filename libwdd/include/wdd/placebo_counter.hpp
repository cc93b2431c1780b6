// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/relocation.hpp"
#include "wdd/statistic.hpp"
#include "wdd/zone_locator.hpp"
#include "wdd/zones.hpp"

namespace wdd {

/// An incident of one of the two periods.
struct PeriodPoint {
    double x = 0;
    double y = 0;
    bool after = false; ///< in the treatment period
};

/// The eight counts as if another place had been treated and compared with another control area.
/// Points are kept in a grid, 24 bytes each, so a place costs what its own points cost.
class PlaceboCounter {
  public:
    /// `distance` of the rings as for ZoneLocator. Points whose coordinates are not finite are in
    /// no zone.
    PlaceboCounter(const Area& response, const Area& control, double distance, OverlapRule rule,
                   const std::vector<PeriodPoint>& points);

    /// With either area and its ring where a motion puts them. A point within rounding of a border
    /// may be counted on its other side.
    Counts relocated(const RigidMotion& response, const RigidMotion& control);

    /// Incidents of both periods in the response or control area (no ring) where a motion puts it.
    std::size_t incidents_in(Zone area, const RigidMotion& motion);

    /// With other areas, and rings around them, in place of both.
    Counts elsewhere(const Area& response, const Area& control) const;

    /// Incidents of both periods in an area.
    std::size_t incidents_in(const Area& area) const;

  private:
    void sort_into_cells(const std::vector<PeriodPoint>& incidents);
    std::size_t column(double x) const;
    std::size_t row(double y) const;

    /// Calls `use(point)` for each incident in a box.
    template<class Use>
    void visit(const Box& box, Use&& use) const;

    /// `zones(x, y)` of all zones, which lie in the two boxes.
    template<class Zones>
    Counts counts_in(const Box& response, const Box& control, Zones&& zones) const;

    double m_distance;
    OverlapRule m_rule;
    ZoneLocator m_locator;
    Box m_response_box; ///< with the ring
    Box m_control_box;  ///< likewise
    Box m_box;
    double m_cell_size = 1;
    std::size_t m_columns = 1;
    std::size_t m_rows = 1;
    std::vector<PeriodPoint> m_incidents; ///< by cell
    std::vector<std::size_t> m_cell_ends; ///< [i] first of cell i, [i + 1] past its last
};

} // namespace wdd
