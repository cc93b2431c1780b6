// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/http/reply.hpp"
#include "crims_tool/serve/simulation_query.hpp"

namespace crims_tool {

/// Simulated crimes as a GeoPackage, the one that `crims simulate` writes. SQLite needs a file: it
/// is in a folder of its own for temporary files, and has no name any more once it is whole. Pieces
/// of a megabyte are read from it as they are sent. Throws HttpError if it cannot be written.
PieceSource crime_package(const SimulationQuery& query, const std::string& layer,
                          const std::shared_ptr<BodyMemory>& memory);

} // namespace crims_tool
