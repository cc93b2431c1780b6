// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "crims_gpkg/model_file.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// A model's GeoPackage, with its coordinate system as the commands know it.
struct StoredModel : crims::ModelFile {
    std::optional<toolkit::Crs> crs = {}; ///< of places and zones; none: the model has neither
};

enum class ReadShapes { no, yes };

/// Reads and checks a model, of any file that GDAL opens. Triangles are made from the zone polygons
/// with ReadShapes::yes only; the polygons themselves are not kept. Throws toolkit::DataError that
/// names the file, table and row.
StoredModel read_model(const std::string& path, ReadShapes shapes);

} // namespace crims_tool
