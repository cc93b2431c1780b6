// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "crims/model.hpp"
#include "crims/simulator.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// Parts of the plane that do not overlap.
struct PlaneParts {
    /// Number of the part that holds a point; no value: none does.
    std::function<std::optional<std::size_t>(double x, double y)> locate = {};

    /// The same as polygons, for crimes that are put anywhere in a zone; no value: an empty part.
    std::vector<std::optional<wdd::Area>> areas = {};
};

/// What share of a cell's crimes the simulator puts into each part.
struct CellShares {
    std::size_t zone = 0;
    std::size_t crime_type = 0;
    std::vector<double> share; ///< one per part
};

/// Of all cells with crimes in some part, in order. Exact: from the weights of the cell's places
/// where the simulator draws among them, else from areas. Zones whose area is not known have no
/// crimes anywhere there. `placement` is not Placement::none.
std::vector<CellShares> cell_shares(const crims::Model& model, crims::Placement placement,
                                    const PlaneParts& parts);

/// Area of the model's zones within an area. 0 if the zones' shapes are not known.
double area_in_zones(const crims::Model& model, const wdd::Area& area);

} // namespace crims_tool
