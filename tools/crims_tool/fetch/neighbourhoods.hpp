// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "toolkit/command/console.hpp"
#include "toolkit/geopackage/layer_description.hpp"
#include "toolkit/http/client.hpp"

namespace crims_tool {

/// What is wanted of the police API.
struct NeighbourhoodRequest {
    std::string api;    ///< address
    std::string force;  ///< any name that people use
    std::string output; ///< folder
    bool overwrite = false;
    toolkit::LayerDescription description = {};
};

struct FetchedNeighbourhoods {
    std::string force; ///< slug
    std::string path;  ///< the GeoPackage
    std::size_t count = 0;
    std::vector<std::string> without_boundary = {}; ///< codes, which are not in the layer
};

/// OUTPUT/neighbourhoods.gpkg, where the layer goes. Throws toolkit::DataError if it is there and
/// may not be replaced.
std::string neighbourhoods_file(const NeighbourhoodRequest& request);

/// Fetches the boundaries of a force's neighbourhoods one by one, and makes a layer of polygons
/// with the fields code and name. Boundaries that a run before has fetched, but could not finish,
/// are not fetched again. Throws toolkit::DataError.
FetchedNeighbourhoods fetch_neighbourhoods(const NeighbourhoodRequest& request,
                                           toolkit::HttpClient& client, toolkit::Console& console);

} // namespace crims_tool
