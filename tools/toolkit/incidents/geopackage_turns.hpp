// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "toolkit/incidents/incident_reader.hpp"

namespace toolkit {

/// Reads the whole table of a GeoPackage on two threads, the second one with a connection of its
/// own: in turns of as many ids as a batch has incidents, handed over in the order of the ids, as
/// one thread does it. No value where one thread has to do it: a condition, which may need GDAL's
/// functions; a view; a file that is none of the system's, or is being written to (WAL); ids with
/// large gaps; few rows. Throws SqliteError, and DataError as IncidentRows does.
std::optional<IncidentSummary> read_in_turns(const Layer& layer, const IncidentRequest& request,
                                             const IncidentHandler& handle,
                                             const ReadingProgress& progress,
                                             std::int64_t features);

} // namespace toolkit
