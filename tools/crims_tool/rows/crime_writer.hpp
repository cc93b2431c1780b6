// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crims/crime_table.hpp"
#include "toolkit/geopackage/layer_description.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// Where simulated crimes go.
struct CrimeOutput {
    std::string target; ///< PATH[|layername=NAME]: .gpkg, .fgb, .csv, .json, or - for CSV on
                        ///< standard output
    bool overwrite = false;
    bool spatial_index = true;   ///< of a GeoPackage
    bool with_replicate = false; ///< a column `replicate`
    bool with_places = true;     ///< FlatGeobuf cannot do without, nor hold a crime that has none
    std::optional<toolkit::Crs> crs = {}; ///< of the places
    std::string zone = "MSOA";            ///< what the column of the zone's code is called
    toolkit::LayerDescription description = {};
    /// Columns of a CSV after all others, the same in all rows: name and cell.
    std::vector<std::pair<std::string, std::string>> constants = {};
};

/// Writes simulated crimes: id (1, 2, ... in the order written), MSOA (the zone's code; or
/// as the zones call it),
/// crime_type, code, description, time, suspect, severity, then x and y or the geometry, and the
/// replicate. In a GeoPackage the id is the feature's number.
///
/// The same tables give the same CSV, JSON and FlatGeobuf byte for byte, whatever the threads; a
/// GeoPackage has the time of writing in it besides. Memory does not grow with the number of crimes
/// (with FlatGeobuf it does: GDAL keeps some 0.3 KB a crime).
///
/// Nothing is seen under the output's name before publish(), and only what finish() has found to
/// be whole; standard output alone is written at once.
class CrimeWriter {
  public:
    CrimeWriter() = default;
    virtual ~CrimeWriter() = default;
    CrimeWriter(const CrimeWriter&) = delete;
    CrimeWriter(CrimeWriter&&) = delete;
    CrimeWriter& operator=(const CrimeWriter&) = delete;
    CrimeWriter& operator=(CrimeWriter&&) = delete;

    /// Throws toolkit::DataError if it cannot be written.
    virtual void write(const crims::CrimeTable& crimes) = 0;

    /// After the last table. Throws toolkit::DataError if not all is safe.
    virtual void finish() = 0;

    /// Gives the output its name.
    virtual void publish() = 0;
};

} // namespace crims_tool
