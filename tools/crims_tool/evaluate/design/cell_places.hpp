// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "crims/model.hpp"
#include "crims/simulator.hpp"

namespace crims_tool {

/// Where the simulator puts crimes: places with their weights. Where it draws from a zone's whole
/// area, that is points spread evenly over it.
class CellPlaces {
  public:
    /// Keeps a reference to the model.
    CellPlaces(const crims::Model& model, crims::Placement placement);

    /// Of a zone and crime type; empty: nowhere, for the zone's area is not known.
    std::vector<crims::Place> of(std::size_t zone, std::size_t crime_type) const;

  private:
    const crims::Model& m_model;
    bool m_observed;
};

} // namespace crims_tool
