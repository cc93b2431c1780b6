// SPDX-License-Identifier: MIT
#pragma once

#include "toolkit/incidents/incident_reader.hpp"

namespace toolkit {

/// True if the incidents can be read with `read_geopackage`.
bool is_geopackage_table(const Layer& layer, bool has_coordinate_fields);

/// As read_incidents, for a layer of a GeoPackage: the rows come straight from SQLite, on GDAL's
/// own connection. One feature object a row costs more than all the rest of the work: of 2 M points
/// OGR reads 0.6 M a second, SQLite 5.9 M.
IncidentSummary read_geopackage(const Layer& layer, const IncidentRequest& request,
                                const IncidentHandler& handle, const ReadingProgress& progress);

/// As read_dates, for such a layer.
void read_geopackage_dates(const Layer& layer, const DateField& date, const DateHandler& handle);

} // namespace toolkit
