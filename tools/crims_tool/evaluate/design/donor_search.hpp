// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "crims/model.hpp"
#include "crims/simulator.hpp"
#include "crims_tool/evaluate/design/areas.hpp"
#include "crims_tool/evaluate/design/donors.hpp"
#include "wdd/area.hpp"
#include "wdd/forecast.hpp"

namespace crims_tool {

/// A zone of the model with its shape.
struct ZoneShape {
    std::size_t zone = 0;
    wdd::Area area;
};

/// Those whose shapes are known.
std::vector<ZoneShape> zone_shapes(const crims::Model& model);

/// Looks for areas to compare the response area with, for one width of the rings: none that the
/// intervention may reach (twice the ring, the ring of displaced crimes, a kilometre) and none in
/// the control area. What is found has no parts yet.
class DonorSearch {
  public:
    /// `response`: what is expected in the response area; `metre` in the unit of the coordinates.
    DonorSearch(const EvaluationAreas& areas, std::size_t ring, double metre,
                const wdd::AreaCounts& response);

    /// The model's zones, merged with neighbours where they are much smaller. `of_zones`: what is
    /// expected in each zone of the model.
    Donors zones(const std::vector<ZoneShape>& shapes,
                 const std::vector<wdd::AreaCounts>& of_zones) const;

    /// Copies of the response area side by side where there are places of crime, the nearest first.
    Donors copies(const crims::Model& model, crims::Placement placement) const;

  private:
    Donors none_yet() const;
    bool is_clear(const wdd::Area& area) const;
    bool may_compare(double count) const;

    const EvaluationAreas& m_areas;
    wdd::AreaCounts m_response;
    double m_width;
    double m_metre;
    double m_distance;
    wdd::Area m_near;
};

} // namespace crims_tool
