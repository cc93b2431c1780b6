// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "crims/model.hpp"

struct sqlite3;

namespace crims {

/// A file that is not a model, or one that cannot be read or written. The text names the file, and
/// the table and row where it can.
class ModelFileError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A coordinate system as a GeoPackage keeps it.
struct CoordinateSystem {
    std::string name = {};         ///< "OSGB36 / British National Grid"
    std::string organization = {}; ///< "EPSG"
    int code = 0;                  ///< 27700
    std::string definition = {};   ///< WKT

    bool operator==(const CoordinateSystem&) const = default;
};

/// A geometry as WKB.
using WkbBytes = std::vector<std::byte>;

/// A model and what its GeoPackage keeps beside it (docs/model-format.md).
struct ModelFile {
    Model model = {};

    /// Sources, hashes, options, version. What the model holds itself (its trend's origin, ...) is
    /// written from there.
    std::map<std::string, std::string> metadata = {};

    /// Share of each crime type's crimes that have coordinates in a zone; empty: not known. The
    /// model's rates are of all crimes.
    std::vector<double> with_place = {};

    /// People of each zone, NaN: not known; empty: of no zone. Rates are of all crimes, not by
    /// head.
    std::vector<double> population = {};

    /// Of the calibration, one per crime type, NaN: not known (IncidenceFit). For people only.
    std::vector<double> pearson = {};
    std::vector<double> profile_weight = {};

    /// The zones' polygons, one per zone; empty: none are known, or they were not read. The model's
    /// triangles, from which uniform places are drawn, are not in a file: whoever needs them makes
    /// them from the polygons.
    std::vector<WkbBytes> polygons = {};

    std::optional<CoordinateSystem> coordinate_system = {}; ///< of places and polygons
};

enum class ReadPolygons { no, yes };

/// Reads and checks a model. Throws ModelFileError.
ModelFile read_model(const std::string& path, ReadPolygons polygons = ReadPolygons::yes);

/// The same of a database that is open already; `name` is what errors call it.
ModelFile read_model(sqlite3* connection, const std::string& name, ReadPolygons polygons);

/// Writes a model to a new GeoPackage, which appears once it is complete. Throws ModelError if it
/// is not a model, ModelFileError if the file exists or cannot be written.
void write_model(const std::string& path, const ModelFile& file);

} // namespace crims
