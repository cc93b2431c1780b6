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

/// The eight counts as if another place had been treated; the control area and its ring stay where
/// they are. Points are kept in a grid, 24 bytes each, so a place costs what its own points cost.
class PlaceboCounter {
  public:
    /// `distance` of the rings as for ZoneLocator. Points whose coordinates are not finite are in
    /// no zone.
    PlaceboCounter(const Area& response, const Area& control, double distance, OverlapRule rule,
                   const std::vector<PeriodPoint>& points);

    /// With the response area and its ring where a motion puts them. A point within rounding of a
    /// border may be counted on its other side.
    Counts relocated(const RigidMotion& motion);

    /// With another area, and a ring around it, in place of the response area.
    Counts elsewhere(const Area& area) const;

  private:
    struct Incident {
        double x;
        double y;
        bool after;
        ZoneSet zones; ///< of control area and ring
    };

    void sort_into_cells(const std::vector<Incident>& incidents);
    std::size_t column(double x) const;
    std::size_t row(double y) const;
    Box box_after(const RigidMotion& motion) const;
    void count(const Incident& incident, ZoneSet zones, double weight, Counts& counts) const;

    /// `treated_zones(x, y)`: of the placebo's area and ring, all of which lie in the box.
    template<class TreatedZones>
    Counts counts_in(const Box& box, TreatedZones&& treated_zones) const;

    Area m_control;
    double m_distance;
    OverlapRule m_rule;
    ZoneLocator m_locator;
    Box m_response_box;  ///< with the ring
    Counts m_of_control; ///< with nothing treated anywhere
    Box m_box;
    double m_cell_size = 1;
    std::size_t m_columns = 1;
    std::size_t m_rows = 1;
    std::vector<Incident> m_incidents;    ///< by cell
    std::vector<std::size_t> m_cell_ends; ///< [i] first of cell i, [i + 1] past its last
};

} // namespace wdd
